package io.agegender.prep.sample;

import io.agegender.problem.FailedException;
import io.agegender.problem.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of given fold files, for a tree with the real files' names and labels. */
final class GivenRows {
  private GivenRows() {}

  static String fileName(int fold) {
    return "fold_%d_data.txt".formatted(fold);
  }

  /**
   * @param folder holds {@code fold_0_data.txt} to {@code fold_4_data.txt}
   * @throws UsageException if one of them is missing or has a row that no picture can be named
   *     after
   */
  static List<SampleRow> of(Path folder) {
    List<SampleRow> rows = new ArrayList<>();
    for (int fold = 0; fold < MadeUpRows.FOLDS; fold++) {
      Path file = folder.resolve(fileName(fold));
      if (!Files.isRegularFile(file)) {
        throw new UsageException(
            "%s: no such file; sample.folds names a folder with fold_0_data.txt to fold_4_data.txt"
                .formatted(file));
      }
      try {
        read(file, fold, rows);
      } catch (IOException e) {
        throw new FailedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
    }
    return rows;
  }

  private static void read(Path file, int fold, List<SampleRow> rows) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      // Trailing empty cells count, too.
      List<String> cells = List.of(lines.get(i).split("\t", -1));
      if (cells.size() != SampleRow.COLUMNS.size()) {
        throw new UsageException(
            "%s:%d has %d columns; it must have %d, separated by tabs: %s"
                .formatted(
                    file,
                    i + 1,
                    cells.size(),
                    SampleRow.COLUMNS.size(),
                    String.join(", ", SampleRow.COLUMNS)));
      }
      if (i == 0) {
        continue;
      }
      for (String cell : cells.subList(0, 3)) {
        if (cell.isBlank()
            || cell.startsWith(".")
            || cell.indexOf('/') >= 0
            || cell.indexOf('\0') >= 0) {
          throw new UsageException(
              "%s:%d: '%s' cannot be part of a file name; correct the row"
                  .formatted(file, i + 1, cell));
        }
      }
      rows.add(
          new SampleRow(
              fold,
              cells.get(0),
              cells.get(1),
              cells.get(2),
              cells.get(3),
              cells.get(4),
              cells.subList(5, 12)));
    }
  }
}
