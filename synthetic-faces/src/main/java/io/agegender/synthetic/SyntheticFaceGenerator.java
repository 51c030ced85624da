// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import io.agegender.adience.sample.SampleResult;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.foundation.progress.Progress;
import java.nio.file.Path;

/** What {@link SyntheticFaces#load} finds. */
public final class SyntheticFaceGenerator implements SyntheticFaces {
  @Override
  public SampleResult generate(SampleSettings settings, Path out, Progress.Factory progress) {
    return SyntheticFaceTree.run(settings, out, progress);
  }
}
