// SPDX-License-Identifier: Apache-2.0
package io.agegender.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a command ended.
 *
 * @param code its exit code
 * @param out what it printed
 * @param log what it wrote to its standard error
 */
record Ended(int code, String out, String log) {
  /** Starts a command in a folder, with this environment alone, and waits for its end. */
  static Ended of(List<String> command, Path folder, Map<String, String> environment)
      throws Exception {
    Path out = Files.createTempFile("out", "");
    Path log = Files.createTempFile("log", "");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(log.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s", text(log)).isTrue();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Ended(process.exitValue(), text(out), text(log));
    } finally {
      Files.delete(out);
      Files.delete(log);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** Both. */
  String text() {
    return out + log;
  }

  /** The words that a script of a test printed, one a line. */
  List<String> words() {
    return out.lines().filter(l -> l.startsWith("word ")).map(l -> l.substring(5)).toList();
  }
}
