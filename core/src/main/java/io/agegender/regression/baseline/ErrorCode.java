// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;

/** What can be wrong around a nightly run; the key stands in brackets before each message. */
public enum ErrorCode {
  /** Nothing was ever accepted. */
  NO_BASELINE,
  /** A baseline that is damaged or of another format version. */
  BASELINE_FORMAT,
  /** Another nightly run holds the folder. */
  TWO_NIGHTS,
  /** The clock says a time before the last nightly run. */
  CLOCK_JUMPED,
  /** A line of the history cannot be read. */
  HISTORY_DAMAGED,
  /** The last line of the history was cut; it is moved aside. */
  HISTORY_TORN,
  /** The nightly run before did not end. */
  KILLED,
  /** The disk is full. */
  DISK_FULL,
  /** The pictures or models that the nightly run starts from are not where the settings say. */
  INPUT_MOVED,
  /** Anything else. */
  OTHER;

  private interface Coded {
    ErrorCode code();
  }

  private static final class CodedUsage extends UsageException implements Coded {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    CodedUsage(ErrorCode code, String message) {
      super(code.says(message));
      this.code = code;
    }

    @Override
    public ErrorCode code() {
      return code;
    }
  }

  private static final class CodedFailure extends FailedException implements Coded {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    CodedFailure(ErrorCode code, String message, Throwable cause) {
      super(code.says(message), cause);
      this.code = code;
    }

    @Override
    public ErrorCode code() {
      return code;
    }
  }

  /** The name in messages, files and the environment of {@code nightly.on-failure}. */
  public String key() {
    return Choice.key(this);
  }

  /** A message with the key before it. */
  public String says(String message) {
    return "[%s] %s".formatted(key(), message);
  }

  /** An exception that {@link #of} knows. */
  public UsageException usage(String message) {
    return new CodedUsage(this, message);
  }

  /** An exception that {@link #of} knows. */
  public FailedException failed(String message, Throwable cause) {
    return new CodedFailure(this, message, cause);
  }

  /** What an exception, or one of its causes, is about. */
  public static ErrorCode of(Throwable problem) {
    return CauseChain.of(problem)
        .filter(Coded.class::isInstance)
        .map(cause -> ((Coded) cause).code())
        .findFirst()
        .orElseGet(
            () -> CauseChain.of(problem).anyMatch(ErrorCode::isFullDisk) ? DISK_FULL : OTHER);
  }

  /** Java has no exception of its own for it: the words are those of the operating system. */
  private static boolean isFullDisk(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }
}
