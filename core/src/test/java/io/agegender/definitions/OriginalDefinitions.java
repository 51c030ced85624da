// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Assumptions;

/** The original's definitions of the age networks, where they are at hand. */
final class OriginalDefinitions {
  private OriginalDefinitions() {}

  /**
   * The contents of the archive: folder name, file name, bytes. Without the archive the test is
   * skipped; where {@code CI} is set it fails instead.
   */
  static SortedMap<String, Map<String, byte[]>> age() throws IOException {
    Path archive =
        Path.of(System.getProperty("agegender.shared"), "data", "model-definitions-age.tar.xz");
    if (!Files.exists(archive)) {
      String missing = "the original's definitions are not at " + archive;
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionError(missing + ", and CI is set: nothing would be tested");
      }
      Assumptions.abort(missing);
    }
    SortedMap<String, Map<String, byte[]>> folders = new TreeMap<>();
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(file)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          Path path = Path.of(entry.getName());
          folders
              .computeIfAbsent(path.getParent().getFileName().toString(), name -> new TreeMap<>())
              .put(path.getFileName().toString(), tar.readAllBytes());
        }
      }
    }
    return folders;
  }
}
