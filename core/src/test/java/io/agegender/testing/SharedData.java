// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The original's data and facts, which are not part of the project: fold files, lists, mean images,
 * published figures. The system property {@code agegender.shared} names their folder.
 */
public final class SharedData {
  private SharedData() {}

  /**
   * A file or folder that a test needs. Where it is missing the test is skipped; on a build server
   * ({@code CI=true}) it fails, because nobody would see there that nothing was tested.
   *
   * @param relative its path below the folder
   */
  public static Path require(String relative) {
    Path file = Path.of(System.getProperty("agegender.shared", "absent")).resolve(relative);
    if (Files.exists(file)) {
      return file;
    }
    String missing =
        "this test needs %s, which is not there: put the original's data beside the project"
            .formatted(file.toAbsolutePath().normalize());
    return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
  }
}
