// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What one list shares with another.
 *
 * @param rows the entries of the list
 * @param images pictures (face and alignment) that are in both lists, each counted once
 * @param faces entries of the list whose face is in the other one, in whatever alignment
 * @param photos entries of the list whose photo is in the other one, perhaps with another face
 * @param subjects entries of the list whose subject is in the other one
 */
public record Overlap(int rows, int images, int faces, int photos, int subjects) {
  static final int ALIGNMENTS = Alignment.values().length;

  /**
   * @param list the list whose entries are counted
   * @param other the list that is searched
   * @param rows the rows that members point to
   */
  static Overlap of(List<Member> list, List<Member> other, RowNumbers rows) {
    BitSet images = numbers(list, m -> image(m, rows));
    images.and(numbers(other, m -> image(m, rows)));
    return new Overlap(
        list.size(),
        images.cardinality(),
        shared(list, other, m -> rows.face(m.row())),
        shared(list, other, m -> rows.photo(m.row())),
        shared(list, other, m -> rows.subject(m.row())));
  }

  /** Whether nothing is shared: no face, no photo, no subject. */
  public boolean isEmpty() {
    return images + faces + photos + subjects == 0;
  }

  /** The part of the list's entries whose subject is in the other one, 0 to 1. */
  public double subjectShare() {
    return rows == 0 ? 0 : (double) subjects / rows;
  }

  /** The part of the list's entries whose face is in the other one, 0 to 1. */
  public double faceShare() {
    return rows == 0 ? 0 : (double) faces / rows;
  }

  private static int shared(List<Member> list, List<Member> other, ToIntFunction<Member> number) {
    BitSet numbers = numbers(other, number);
    return (int) list.stream().mapToInt(number).filter(numbers::get).count();
  }

  private static BitSet numbers(List<Member> list, ToIntFunction<Member> number) {
    BitSet numbers = new BitSet();
    list.stream().mapToInt(number).forEach(numbers::set);
    return numbers;
  }

  /** The number of a picture: a face in an alignment. */
  static int image(Member member, RowNumbers rows) {
    return rows.face(member.row()) * ALIGNMENTS + member.alignment().ordinal();
  }
}
