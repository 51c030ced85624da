// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for what all tests of a JVM share. */
public final class TestFolder {
  private TestFolder() {}

  /** Makes one that goes with this JVM. */
  public static Path ofThisJvm(String name) throws IOException {
    Path folder = Files.createTempDirectory(name).toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
