// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.foundation.error.Choice;

/** Which snapshot of a run stands for it in a table. */
public enum SelectionRule {
  /** The last one; nothing was looked at to choose it. */
  LAST,
  /**
   * For each fold the one with the highest validation accuracy. The validation faces share their
   * subjects with the training faces, so that this says little.
   */
  BEST_ON_VALIDATION,
  /**
   * The iteration with the highest mean over the test folds, chosen for accuracy and 1-off
   * separately. Optimistic, because the choice has seen the test faces; the published table is
   * consistent with it.
   */
  BEST_ON_TEST;

  /** The name in settings and files: {@code last}, {@code best-on-validation}, ... */
  public String key() {
    return Choice.key(this);
  }

  /**
   * Whether the figures are flattered by the choice; they have to be marked wherever they stand.
   */
  public boolean optimistic() {
    return this == BEST_ON_TEST;
  }

  /** For headings, such as {@code best on test (optimistic: chosen on the test faces)}. */
  public String title() {
    String words = key().replace('-', ' ') + " snapshot";
    return optimistic() ? words + " (optimistic: chosen on the test faces)" : words;
  }
}
