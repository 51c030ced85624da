// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.FoldFile;
import io.agegender.foundation.error.UsageException;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Folds that are numbers, but not 0 to 4. A few are bad rows; many are a table that counts from 1,
 * or has other folds, and without them the rest would be another split than its author's.
 */
final class StrangeFolds {
  /** More than a slip of the pen. */
  private static final double SHARE = 0.01;

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}(\\.0)?");

  private final TreeSet<Integer> folds = new TreeSet<>();
  private int rows;
  private int first;

  void add(int row, String cell) {
    if (WHOLE.matcher(cell).matches()) {
      folds.add((int) Double.parseDouble(cell));
      first = rows == 0 ? row : first;
      rows++;
    }
  }

  /**
   * @throws UsageException if they are more than a slip
   */
  void refuse(String table, int all) {
    if (rows > 1 && rows > SHARE * all) {
      throw new UsageException(
          "%s: %d of %d rows are in fold %s (the first is row %d), but folds count from 0 to %d. Number them so, joining folds if there are more than %d, or set prepare.table.columns.fold to \"\" to have folds drawn"
              .formatted(
                  table,
                  rows,
                  all,
                  folds.stream()
                          .limit(FoldFile.FOLDS)
                          .map(String::valueOf)
                          .collect(Collectors.joining(", "))
                      + (folds.size() > FoldFile.FOLDS ? ", ..." : ""),
                  first,
                  FoldFile.FOLDS - 1,
                  FoldFile.FOLDS));
    }
  }
}
