// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import java.util.List;
import java.util.Map;

/**
 * Which labels of the fold files count as which class. {@code docs/dataset-format.md} lists them.
 */
public enum LabelPolicy implements Labels {
  /** The eight age labels of the class list, letter for letter, as the original's lists. */
  ORIGINAL(Map.of()),
  /**
   * Besides, {@code (25, 23)} is the misprint of {@code (25, 32)} that the original meant to
   * repair.
   */
  REPAIRED(Map.of("(25, 23)", 4)),
  /**
   * Besides, labels that lie inside one class: {@code 2, 29, 32, 42, (27, 32), (38, 42)}; and
   * {@code 13}, because the papers name the third class 8 to 13. Labels in the gap between two
   * classes or across it ({@code 3, 35, (38, 48)}, ...) have no unambiguous class.
   */
  EXTENDED(
      Map.of(
          "(25, 23)", 4, "2", 0, "13", 2, "29", 4, "32", 4, "(27, 32)", 4, "42", 5, "(38, 42)", 5));

  private final Map<String, Integer> further;

  LabelPolicy(Map<String, Integer> further) {
    this.further = further;
  }

  /**
   * The class of a label.
   *
   * @param label the label as the fold file spells it
   * @return 0 to {@code target.classes() - 1}, or {@link #NO_CLASS}
   */
  public int classOf(Target target, String label) {
    List<String> labels = target.labels();
    int exact = labels.indexOf(label);
    return exact >= 0 || target == Target.GENDER ? exact : further.getOrDefault(label, NO_CLASS);
  }

  @Override
  public int classOf(Target target, FoldRow row) {
    return classOf(target, row.label(target));
  }
}
