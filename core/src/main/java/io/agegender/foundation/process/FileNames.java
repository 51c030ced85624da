// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.process;

import io.agegender.foundation.error.UsageException;
import java.nio.charset.Charset;

/**
 * Names of files in a JVM that was started without {@code submit/agegender}. A JVM reads and writes
 * them in the locale's character set; the C locale's is ASCII, in which a file with an accent in
 * its name is not there.
 */
public final class FileNames {
  /** What a JVM makes of bytes that its character set does not have. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * @param name of a file, or an argument that may be one
   * @throws UsageException if this JVM cannot find a file of that name
   */
  public static void require(String name) {
    require(name, System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  static void require(String name, String encoding) {
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    if (!ascii
        && !encoding.equalsIgnoreCase("UTF-8")
        && (name.indexOf(UNREADABLE) >= 0
            || !Charset.forName(encoding).newEncoder().canEncode(name))) {
      throw new UsageException(
          ("'%s' has letters that this JVM cannot have in names of files, since the locale's character set is %s:"
                  + " set LC_ALL=C.UTF-8 before it starts (on executors spark.executorEnv.LC_ALL), or start it with"
                  + " submit/agegender, which does so")
              .formatted(name, encoding));
    }
  }
}
