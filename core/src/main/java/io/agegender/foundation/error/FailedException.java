// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.error;

/**
 * Work that was asked for correctly and could not be done: a damaged shard, a full disk, a training
 * that diverged. The command ends with exit code 1 and prints the message without a stack trace.
 *
 * <p>The message says what failed, where, and what to do.
 */
public class FailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the whole explanation; it is all that the user sees
   */
  public FailedException(String message) {
    super(message);
  }

  /**
   * @param message the whole explanation; it is all that the user sees
   * @param cause what was caught, shown with {@code --stack-trace} only
   */
  public FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
