// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.FoldRow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
  /**
   * @param list the list whose entries are counted
   * @param other the list that is searched
   * @param rows the rows that members point to
   */
  static Overlap of(List<Member> list, List<Member> other, List<FoldRow> rows) {
    Set<Object> images = new HashSet<>(keys(list, m -> image(m, rows)));
    images.retainAll(keys(other, m -> image(m, rows)));
    return new Overlap(
        list.size(),
        images.size(),
        shared(list, other, m -> row(m, rows).face()),
        shared(list, other, m -> row(m, rows).user() + "/" + row(m, rows).photo()),
        shared(list, other, m -> row(m, rows).subject()));
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

  private static int shared(List<Member> list, List<Member> other, Function<Member, Object> key) {
    Set<Object> keys = keys(other, key);
    return (int) list.stream().map(key).filter(keys::contains).count();
  }

  private static Set<Object> keys(List<Member> list, Function<Member, Object> key) {
    return list.stream().map(key).collect(Collectors.toSet());
  }

  private static Object image(Member member, List<FoldRow> rows) {
    return List.of(row(member, rows).face(), member.alignment());
  }

  private static FoldRow row(Member member, List<FoldRow> rows) {
    return rows.get(member.row());
  }
}
