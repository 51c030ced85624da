// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.RowReason;
import io.agegender.foundation.error.UsageException;
import java.util.List;

/** Where the rows of a table come from: a file, or the published layout of a dataset. */
public interface RowSource {
  /** Takes rows in their order. */
  interface Sink {
    /**
     * A row.
     *
     * @param number of the row, for messages
     * @param cells the text of each column, by {@link TableColumn#ordinal}; empty where there is
     *     none
     */
    void row(int number, String[] cells);

    /** A row that cannot be used at all. */
    void reject(int number, RowReason reason, String detail);

    /** A row that the layout's own rules leave out, such as a picture with two faces. */
    void leaveOut(int number, String reason, String path, String detail);
  }

  /** The file or folder, for messages. */
  String name();

  /** SHA-256 of all that the rows depend on. */
  String sha256();

  /** Whether there is such a column. */
  boolean has(TableColumn column);

  /** Whole sentences that the accounting shall hold, such as a licence notice. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Gives all rows to a sink.
   *
   * @throws UsageException if it cannot be read as what it shall be
   */
  void scan(Sink sink);
}
