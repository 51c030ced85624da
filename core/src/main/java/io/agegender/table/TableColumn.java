// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.Choice;

/** What a table can say of a picture. */
public enum TableColumn {
  /** Where the picture is, below the root. */
  PATH,
  /** Who is on it. */
  SUBJECT,
  /** The age in years, or a group of ages. */
  AGE,
  /** Male or female. */
  GENDER,
  /** The fold, 0 to 4. */
  FOLD,
  /** Aligned or unaligned. */
  ALIGNMENT;

  /** The name in settings, and the column's name unless the settings say otherwise. */
  public String key() {
    return Choice.key(this);
  }

  /** Whether a table may lack it without a word in the settings. */
  boolean isOptional() {
    return this == SUBJECT || this == FOLD || this == ALIGNMENT;
  }
}
