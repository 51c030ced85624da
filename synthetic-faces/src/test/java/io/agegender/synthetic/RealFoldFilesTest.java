// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.sample.SampleResult;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.progress.Progress;
import io.agegender.testing.SharedData;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fold files of Adience itself; they are not part of the project. */
@Tag("slow")
class RealFoldFilesTest {
  @TempDir Path dir;

  @Test
  void eachFaceOfTheRealFoldFilesIsGeneratedInBothAlignments() {
    Path folds = SharedData.require("data/folds");
    SampleSettings smallest =
        new SampleSettings(0, SampleSettings.SMALLEST, 1, Optional.of(folds), 2);

    SampleResult result =
        SyntheticFaceTree.run(smallest, dir.resolve("tree"), RealFoldFilesTest::quiet);

    assertThat(result.rows()).isEqualTo(19_487);
    assertThat(result.faces()).isEqualTo(19_370);
    assertThat(result.subjects()).isEqualTo(2_284);
    assertThat(result.pictures()).isEqualTo(2 * 19_370);
  }

  private static Progress quiet(String task, long total, String unit) {
    return new Progress() {
      @Override
      public void at(long done, String note) {}

      @Override
      public void close() {}
    };
  }
}
