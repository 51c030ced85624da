// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.RowReason;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * FairFace: {@code fairface_label_train.csv} and {@code fairface_label_val.csv} with columns file,
 * age (a range, or "more than 70"), gender, race and service_test. Rows are numbered over both
 * files: those of the second continue where the first ends.
 */
final class FairFaceRows implements RowSource {
  private static final List<String> FILES =
      List.of("fairface_label_train.csv", "fairface_label_val.csv");
  private static final String OLDEST = "more than 70";

  private final FileStore root;
  private final List<CsvRows> tables = new ArrayList<>();

  /**
   * @throws UsageException if neither file is there
   */
  FairFaceRows(FileStore root) {
    this.root = root;
    Map<TableColumn, String> columns = new EnumMap<>(TableColumn.class);
    for (TableColumn column : TableColumn.values()) {
      columns.put(column, "");
    }
    columns.put(TableColumn.PATH, "file");
    columns.put(TableColumn.AGE, "age");
    columns.put(TableColumn.GENDER, "gender");
    for (String file : FILES) {
      if (root.isFile(file)) {
        tables.add(new CsvRows(root.folder(file), ',', columns));
      }
    }
    if (tables.isEmpty()) {
      throw new UsageException(
          "%s holds neither of %s; give the folder with FairFace's labels and pictures"
              .formatted(name(), String.join(", ", FILES)));
    }
  }

  @Override
  public String name() {
    return root.root().toString();
  }

  @Override
  public String sha256() {
    return Sha256.of(tables.stream().map(CsvRows::sha256).collect(Collectors.joining("\n")));
  }

  @Override
  public boolean has(TableColumn column) {
    return tables.get(0).has(column);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "FairFace is published under CC BY 4.0: name its authors (Karkkainen and Joo, 2021) where you use it.",
        "FairFace's ranges of ages are not Adience's groups: under labels.between = leave-out only those inside one group count (0-2, 60-69, more than 70).");
  }

  @Override
  public void scan(Sink sink) {
    int[] last = {0, 0};
    for (CsvRows table : tables) {
      int before = last[0];
      table.scan(
          new Sink() {
            @Override
            public void row(int number, String[] cells) {
              last[0] = before + number;
              int age = TableColumn.AGE.ordinal();
              if (cells[age].equals(OLDEST)) {
                cells[age] = "70-100";
              }
              sink.row(last[0], cells);
            }

            @Override
            public void reject(int number, RowReason reason, String detail) {
              last[0] = before + number;
              sink.reject(last[0], reason, detail);
            }

            @Override
            public void leaveOut(int number, String reason, String path, String detail) {
              sink.leaveOut(before + number, reason, path, detail);
            }
          });
    }
  }
}
