// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.split.Member;
import io.agegender.adience.split.Split;
import io.agegender.foundation.error.Choice;
import java.util.List;

/** The four lists of a split. */
public enum Subset {
  /** What is trained on. */
  TRAIN,
  /** What the training is watched with. */
  VAL,
  /** The head of the training list; kept because the original wrote it. */
  TRAIN_SUBSET,
  /** What is scored. */
  TEST;

  /**
   * The name in tables and file names: {@code train}, {@code val}, {@code train-subset}, {@code
   * test}.
   */
  public String key() {
    return Choice.key(this);
  }

  /** This list of a split. */
  public List<Member> of(Split split) {
    return switch (this) {
      case TRAIN -> split.train();
      case VAL -> split.val();
      case TRAIN_SUBSET -> split.trainSubset();
      case TEST -> split.test();
    };
  }
}
