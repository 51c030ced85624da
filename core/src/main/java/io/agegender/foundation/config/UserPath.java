// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.config;

import io.agegender.foundation.error.UsageException;
import org.apache.hadoop.fs.Path;

/** The one rule for paths, in settings and on the command line. */
public final class UserPath {
  private UserPath() {}

  /**
   * A path of any Hadoop file system; one without a scheme is of this machine's disk, whatever
   * {@code fs.defaultFS} says.
   *
   * @throws UsageException if the text is blank
   */
  public static Path of(String text) {
    if (text.isBlank()) {
      throw new UsageException("an empty path; name a file or a folder");
    }
    // Only what looks like scheme:/ is one: user folders of Adience hold an @, file names may hold
    // a colon.
    return text.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*")
        ? new Path(text)
        : new Path(local(text).toUri());
  }

  private static java.nio.file.Path local(String text) {
    return java.nio.file.Path.of(text).toAbsolutePath().normalize();
  }

  /**
   * A folder of this machine's file system, absolute.
   *
   * @throws UsageException if the text is blank or of another file system
   */
  static java.nio.file.Path folder(String text) {
    if (text.isBlank() || text.contains("://")) {
      throw new UsageException(
          "'%s' is not a folder of this machine's file system; name one".formatted(text));
    }
    return local(text);
  }
}
