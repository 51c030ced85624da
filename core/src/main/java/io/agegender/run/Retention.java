// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

/**
 * Which checkpoints stay when a new one is written.
 *
 * @param newest how many of the newest, at least 1
 * @param best how many of those with the lowest training loss, 0 or more
 */
public record Retention(int newest, int best) {
  public Retention {
    if (newest < 1 || best < 0) {
      throw new IllegalArgumentException(
          "%d newest (at least 1) and %d best checkpoints (at least 0)".formatted(newest, best));
    }
  }
}
