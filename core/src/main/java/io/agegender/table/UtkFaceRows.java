// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.RowReason;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UTKFace: the file names are {@code [age]_[gender]_[race]_[date and time].jpg}, gender 0 male and
 * 1 female. A row is a file, in the order of their paths, from 1.
 */
final class UtkFaceRows implements RowSource {
  private static final Pattern NAME =
      Pattern.compile(
          "(\\d{1,3})_([01])_[0-4]_\\d+\\.jpe?g(\\.chip)?(\\.jpe?g)?", Pattern.CASE_INSENSITIVE);

  /** Where an archive was packed on a Mac, each picture has a shadow that is none. */
  private static final Pattern SHADOW = Pattern.compile("(.*/)?(__MACOSX/.*|\\._[^/]*)");

  private static final Pattern PICTURE = Pattern.compile(".*\\.jpe?g", Pattern.CASE_INSENSITIVE);

  private final FileStore root;
  private final List<String> pictures;

  /**
   * @throws UsageException if there is no picture
   */
  UtkFaceRows(FileStore root) {
    this.root = root;
    this.pictures =
        root.lengths().keySet().stream()
            .filter(path -> PICTURE.matcher(path).matches() && !SHADOW.matcher(path).matches())
            .toList();
    if (pictures.isEmpty()) {
      throw new UsageException(
          "%s holds no .jpg; give the folder of UTKFace's unpacked pictures".formatted(name()));
    }
  }

  @Override
  public String name() {
    return root.root().toString();
  }

  @Override
  public String sha256() {
    return Sha256.of(String.join("\n", pictures));
  }

  @Override
  public boolean has(TableColumn column) {
    return column == TableColumn.PATH || column == TableColumn.AGE || column == TableColumn.GENDER;
  }

  @Override
  public List<String> notes() {
    return List.of(
        "UTKFace is published for non-commercial research; the copyright of its pictures is with their owners.");
  }

  @Override
  public void scan(Sink sink) {
    String[] cells = TableColumn.emptyCells();
    for (int i = 0; i < pictures.size(); i++) {
      String path = pictures.get(i);
      Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
      if (name.matches()) {
        cells[TableColumn.PATH.ordinal()] = path;
        cells[TableColumn.AGE.ordinal()] = name.group(1);
        cells[TableColumn.GENDER.ordinal()] = name.group(2);
        sink.row(i + 1, cells);
      } else {
        sink.reject(
            i + 1,
            RowReason.BAD_NAME,
            "%s is not [age]_[gender]_[race]_[date].jpg".formatted(path));
      }
    }
  }
}
