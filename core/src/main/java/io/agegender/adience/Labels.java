// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

/** Which labels of rows count as which class. */
public interface Labels {
  /** The class index of a label that has no class. */
  int NO_CLASS = -1;

  /**
   * The class of a row's label.
   *
   * @return 0 to {@code target.classes() - 1}, or {@link #NO_CLASS}
   */
  int classOf(Target target, FoldRow row);
}
