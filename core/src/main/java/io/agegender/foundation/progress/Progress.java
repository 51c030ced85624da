// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.progress;

/**
 * One piece of long work that reports how far it is. Implementations may be called by several
 * threads. Closing says that the work is over, whether it succeeded or not.
 */
public interface Progress extends AutoCloseable {
  /** Reports that the work stands at {@code done} units, counted from its start. */
  void at(long done, String note);

  @Override
  void close();

  /** Makes the reporter of one piece of work. */
  interface Factory {
    /**
     * @param task what is done, such as {@code prepare}
     * @param total how many units there are
     * @param unit what is counted, in the plural, such as {@code pictures}
     */
    Progress start(String task, long total, String unit);
  }
}
