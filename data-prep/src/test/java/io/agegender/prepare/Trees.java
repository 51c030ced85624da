// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Raw trees, sessions and settings for the tests of the jobs. */
final class Trees {
  private Trees() {}

  /** A silent reporter. */
  static Progress.Factory silent() {
    return (task, total, unit) ->
        new Progress() {
          @Override
          public void at(long done, String note) {}

          @Override
          public void close() {}
        };
  }

  /** Generates a tree of synthetic faces of 48 pixels. */
  static Path draw(Path out, int faces) {
    SyntheticFaces.load()
        .generate(new SampleSettings(faces, 48, 11, Optional.empty(), 2), out, silent());
    return out;
  }

  static SparkSession spark(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  static PrepareSettings settings(String... overrides) {
    return SettingsReader.read(
        Settings.load(Optional.empty(), Arrays.asList(overrides)), PrepareSettings::read);
  }

  static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  /** The bytes of every file below a folder, by relative path. */
  static Map<String, byte[]> files(Path root) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(
              p -> {
                try {
                  files.put(root.relativize(p).toString(), Files.readAllBytes(p));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Asserts that two folders have the same files with the same bytes. */
  static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> wanted) {
    assertThat(actual.keySet()).isEqualTo(wanted.keySet());
    assertThat(wanted.keySet())
        .allSatisfy(
            name ->
                assertThat(Arrays.equals(actual.get(name), wanted.get(name))).as(name).isTrue());
  }
}
