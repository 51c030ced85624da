// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

/** Which labels of rows count as which class. */
public interface Labels {
  /** The class index of a label that has no class. */
  int NO_CLASS = -1;

  /** The classes of a target. */
  default ClassLabels classes(Target target) {
    return ClassLabels.of(target);
  }

  /**
   * The class of a row's label.
   *
   * @return 0 to one less than there are classes, or {@link #NO_CLASS}
   */
  int classOf(Target target, FoldRow row);
}
