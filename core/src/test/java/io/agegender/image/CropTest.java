// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CropTest {
  private final byte[] record = new byte[Pixels.RECORD];
  private final float[] means = new float[Pixels.RECORD];

  CropTest() {
    Random random = new Random(1);
    random.nextBytes(record);
    for (int i = 0; i < means.length; i++) {
      means[i] = 255 * random.nextFloat();
    }
  }

  @Test
  void meanIsTakenAtTheCropsPlaceBeforeMirroring() {
    int size = 5;
    int top = 30;
    int left = 251;
    float[] plain = new float[3 * size * size + 2];
    float[] mirrored = new float[3 * size * size + 2];
    MeanImage mean = new MeanImage(means);
    Crop.into(record, mean, new CropSpec(size, top, left, false), plain, 1);
    Crop.into(record, mean, new CropSpec(size, top, left, true), mirrored, 1);
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          int at = channel * 65536 + (top + row) * 256 + left + column;
          float expected = (record[at] & 0xFF) - means[at];
          int line = 1 + (channel * size + row) * size;
          assertThat(plain[line + column]).isEqualTo(expected);
          assertThat(mirrored[line + size - 1 - column]).isEqualTo(expected);
        }
      }
    }
    assertThat(plain[0]).isZero();
    assertThat(plain[plain.length - 1]).isZero();
  }

  @Test
  void aCropOutsideTheRecordIsRefused() {
    assertThatThrownBy(() -> new CropSpec(227, 30, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("227 pixels at (30, 0)");
    assertThatThrownBy(() -> new CropSpec(227, 0, -1, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sumsAreExactInAnyOrder() {
    MeanSum one = new MeanSum();
    one.add(record, 3);
    one.add(new byte[Pixels.RECORD], 1);
    MeanSum two = new MeanSum();
    two.add(record, 1);
    MeanSum rest = new MeanSum();
    rest.add(new byte[Pixels.RECORD], 2);
    rest.add(record, 2);
    two.add(rest);
    two.add(new byte[Pixels.RECORD], -1);
    assertThat(one.count()).isEqualTo(4).isEqualTo(two.count());
    assertThat(one.mean()).isEqualTo(two.mean());
    assertThat(one.mean().values()[9]).isEqualTo((record[9] & 0xFF) * 3 / 4f);
    assertThatThrownBy(() -> new MeanSum().mean()).isInstanceOf(IllegalStateException.class);
  }
}
