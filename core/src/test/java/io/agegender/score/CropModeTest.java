// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import org.junit.jupiter.api.Test;

/** The offsets are those of reference/evaluation.md, for 227 and 224 pixels. */
class CropModeTest {
  @Test
  void tenCropsInCaffesOrderAndRounding() {
    assertThat(CropMode.OVERSAMPLE.windows(227))
        .containsExactly(
            new CropWindow(0, 0, false),
            new CropWindow(0, 29, false),
            new CropWindow(29, 0, false),
            new CropWindow(29, 29, false),
            new CropWindow(14, 14, false),
            new CropWindow(0, 0, true),
            new CropWindow(0, 29, true),
            new CropWindow(29, 0, true),
            new CropWindow(29, 29, true),
            new CropWindow(14, 14, true));
    assertThat(CropMode.OVERSAMPLE.windows(224)).contains(new CropWindow(16, 16, true));
    assertThat(CropMode.OVERSAMPLE.windows(224)).contains(new CropWindow(32, 0, false));
  }

  @Test
  void theCentreIsTheCentreAndTheCornerIsTheOriginals() {
    assertThat(CropMode.CENTRE.windows(227)).containsExactly(new CropWindow(14, 14, false));
    assertThat(CropMode.CENTRE.windows(224)).containsExactly(new CropWindow(16, 16, false));
    assertThat(CropMode.CORNER.windows(227)).containsExactly(new CropWindow(29, 29, false));
    assertThat(CropMode.CORNER.windows(224)).containsExactly(new CropWindow(32, 32, false));
  }

  @Test
  void unknownModesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> CropMode.of("center"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("did you mean 'centre'?");
    assertThatThrownBy(() -> CropMode.CENTRE.windows(257))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
