// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.error;

/**
 * Wrong usage, a wrong configuration, or input that the user has to change before a new attempt
 * makes sense. The command ends with exit code 2 and prints the message without a stack trace.
 *
 * <p>The message says what is wrong, which value, where (file and line, row, shard and slot) and
 * what to do.
 */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the whole explanation; it is all that the user sees
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * @param message the whole explanation; it is all that the user sees
   * @param cause what was caught, shown with {@code --stack-trace} only
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
