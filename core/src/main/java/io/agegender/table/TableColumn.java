// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.foundation.error.Choice;
import java.util.Arrays;

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

  /** A row's cells that a layout fills in, by {@link #ordinal}. */
  static String[] emptyCells() {
    String[] cells = new String[values().length];
    Arrays.fill(cells, "");
    return cells;
  }

  /** Whether a table may lack it without a word in the settings. */
  boolean isOptional() {
    return this == SUBJECT || this == FOLD || this == ALIGNMENT;
  }
}
