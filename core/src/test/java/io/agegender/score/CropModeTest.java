// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.image.CropSpec;
import org.junit.jupiter.api.Test;

/** The offsets are those of reference/evaluation.md, for 227 and 224 pixels. */
class CropModeTest {
  @Test
  void tenCropsInCaffesOrderAndRounding() {
    assertThat(CropMode.OVERSAMPLE.specs(227))
        .containsExactly(
            new CropSpec(227, 0, 0, false),
            new CropSpec(227, 0, 29, false),
            new CropSpec(227, 29, 0, false),
            new CropSpec(227, 29, 29, false),
            new CropSpec(227, 14, 14, false),
            new CropSpec(227, 0, 0, true),
            new CropSpec(227, 0, 29, true),
            new CropSpec(227, 29, 0, true),
            new CropSpec(227, 29, 29, true),
            new CropSpec(227, 14, 14, true));
    assertThat(CropMode.OVERSAMPLE.specs(224)).contains(new CropSpec(224, 16, 16, true));
    assertThat(CropMode.OVERSAMPLE.specs(224)).contains(new CropSpec(224, 32, 0, false));
  }

  @Test
  void theCentreIsTheCentreAndTheCornerIsTheOriginals() {
    assertThat(CropMode.CENTRE.specs(227)).containsExactly(new CropSpec(227, 14, 14, false));
    assertThat(CropMode.CENTRE.specs(224)).containsExactly(new CropSpec(224, 16, 16, false));
    assertThat(CropMode.CORNER.specs(227)).containsExactly(new CropSpec(227, 29, 29, false));
    assertThat(CropMode.CORNER.specs(224)).containsExactly(new CropSpec(224, 32, 32, false));
  }

  @Test
  void unknownModesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> CropMode.of("center"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'centre'?");
    assertThatThrownBy(() -> CropMode.CENTRE.specs(257))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
