// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.Alignment;

/** The rules of the comparison on Adience that are not settings. */
public final class Protocol {
  /** Five folds; each is the test fold once. */
  public static final int FOLDS = 5;

  private Protocol() {}

  /**
   * The test faces of the published table: those that a network was trained on, except that mixed
   * networks are tested on unaligned faces.
   */
  public static Alignment testAlignment(Alignment trained) {
    return trained == Alignment.MIXED ? Alignment.UNALIGNED : trained;
  }
}
