// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.sample;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Generates Adience-shaped trees of synthetic faces. The program's jar holds no generator: it is in
 * a jar of its own, which {@code submit/agegender} puts on the class path.
 */
public interface SyntheticFaces {
  /**
   * Generates a tree: pictures, fold files and a file that says what they are. The same settings
   * give the same bytes.
   *
   * @param out must not be there yet or be empty; stands there only when it is whole
   * @throws UsageException if {@code out} holds something, or the given fold files cannot be used
   * @throws io.agegender.foundation.error.FailedException if a file cannot be written
   */
  SampleResult generate(SampleSettings settings, Path out, Progress.Factory progress);

  /**
   * The generator on the class path.
   *
   * @throws UsageException if there is none
   */
  static SyntheticFaces load() {
    return ServiceLoader.load(SyntheticFaces.class)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no generator of synthetic faces on the class path: start with"
                        + " submit/agegender, or add agegender-synthetic-faces to --jars"));
  }
}
