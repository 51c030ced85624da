// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.sample;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code sample-data} generates: section {@code sample} of the configuration.
 *
 * @param faces how many different faces; without meaning if {@code folds} is given
 * @param size the larger side of a picture in pixels
 * @param seed the same seed gives the same bytes
 * @param folds a folder with fold files that say which faces to generate; empty: generated, too
 * @param threads how many pictures are generated at the same time; the bytes do not depend on it
 */
public record SampleSettings(int faces, int size, long seed, Optional<Path> folds, int threads) {
  public static final int FEWEST_FACES = 20;
  public static final int SMALLEST = 32;
  public static final int LARGEST = 4096;

  /**
   * @throws UsageException if a value is out of its range
   */
  public SampleSettings {
    if (folds.isEmpty() && faces < FEWEST_FACES) {
      throw new UsageException(
          "sample.faces is %d: generate at least %d, or a fold has too few of them"
              .formatted(faces, FEWEST_FACES));
    }
    if (size < SMALLEST || size > LARGEST) {
      throw new UsageException(
          "sample.size is %d: pictures are %d to %d pixels wide"
              .formatted(size, SMALLEST, LARGEST));
    }
    if (threads < 1) {
      throw new UsageException("threads is %d: generate with at least one".formatted(threads));
    }
  }

  /**
   * Reads the section {@code sample} and the common seed.
   *
   * @throws UsageException if a value is out of its range
   */
  public static SampleSettings read(SettingsReader settings) {
    SettingsReader sample = settings.section("sample");
    int threads = sample.atLeast("threads", 0);
    return new SampleSettings(
        sample.atLeast("faces", 0),
        sample.whole("size", SMALLEST, LARGEST),
        settings.seed("seed"),
        sample.optionalFolder("folds"),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
