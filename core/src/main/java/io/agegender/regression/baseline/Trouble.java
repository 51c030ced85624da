package io.agegender.regression.baseline;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;

/** What can be wrong around a night; the key stands in brackets before each message. */
public enum Trouble {
  /** Nothing was ever accepted. */
  NO_BASELINE,
  /** A baseline of another format version, or none at all. */
  BASELINE_FORMAT,
  /** Another night runs. */
  TWO_NIGHTS,
  /** The clock says a time before the last night. */
  CLOCK_JUMPED,
  /** A line in the middle of the history cannot be read. */
  HISTORY_DAMAGED,
  /** The last line of the history was cut; it is moved aside. */
  HISTORY_TORN,
  /** The night before did not end. */
  KILLED,
  /** The disk is full. */
  DISK_FULL,
  /** The pictures or models that the night starts from are not where the settings say. */
  INPUT_MOVED,
  /** Anything else. */
  OTHER;

  /** The name in messages, files and the environment of {@code nightly.on-failure}. */
  public String key() {
    return Choice.key(this);
  }

  /** A message with the key before it. */
  public String says(String message) {
    return "[%s] %s".formatted(key(), message);
  }

  public UsageException usage(String message) {
    return new UsageException(says(message));
  }

  public FailedException failed(String message, Throwable cause) {
    return new FailedException(says(message), cause);
  }

  /** What an exception is about. */
  public static Trouble of(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    for (Trouble trouble : values()) {
      if (message.contains("[" + trouble.key() + "]")) {
        return trouble;
      }
    }
    boolean full =
        CauseChain.of(problem)
            .map(cause -> String.valueOf(cause.getMessage()))
            .anyMatch(
                text ->
                    text.contains("No space left on device")
                        || text.contains("Disk quota exceeded"));
    return full ? DISK_FULL : OTHER;
  }
}
