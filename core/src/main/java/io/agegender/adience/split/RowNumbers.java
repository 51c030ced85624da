// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which rows have face, photo or subject in common: equal numbers, from 0. Lists are compared many
 * times, and numbers are compared faster than names.
 */
public final class RowNumbers {
  private final int[] faces;
  private final int[] photos;
  private final int[] subjects;

  private RowNumbers(int[] faces, int[] photos, int[] subjects) {
    this.faces = faces;
    this.photos = photos;
    this.subjects = subjects;
  }

  /** The numbers of rows. */
  public static RowNumbers of(List<FoldRow> rows) {
    return new RowNumbers(
        numbers(rows, FoldRow::face),
        numbers(rows, row -> new FaceKey(row.user(), row.photo(), "")),
        numbers(rows, FoldRow::subject));
  }

  private static int[] numbers(List<FoldRow> rows, Function<FoldRow, Object> key) {
    Map<Object, Integer> known = new HashMap<>();
    int[] numbers = new int[rows.size()];
    for (int row = 0; row < numbers.length; row++) {
      Integer before = known.putIfAbsent(key.apply(rows.get(row)), known.size());
      numbers[row] = before == null ? known.size() - 1 : before;
    }
    return numbers;
  }

  int face(int row) {
    return faces[row];
  }

  int photo(int row) {
    return photos[row];
  }

  int subject(int row) {
    return subjects[row];
  }
}
