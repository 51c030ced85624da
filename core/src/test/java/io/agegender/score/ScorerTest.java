// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScorerTest {
  private static final int PLANE = 256 * 256;
  private static final MeanImage NO_MEAN = new MeanImage(new float[3 * PLANE]);

  /**
   * Stored faces whose blue pixel at (row, column) is (row + column) / 2 + face, so that the first
   * pixel of a crop tells its offset, and its sides tell whether it is mirrored.
   */
  private static void ramp(int face, byte[] into) {
    for (int row = 0; row < 256; row++) {
      for (int column = 0; column < 256; column++) {
        into[row * 256 + column] = (byte) ((row + column) / 2 + face);
      }
    }
  }

  @Test
  void cropsAreShownInOrderAndEachOnce() {
    List<Float> corners = new ArrayList<>();
    Forward watching =
        (crops, count) -> {
          for (int i = 0; i < count; i++) {
            corners.add(crops[i * 3 * 224 * 224]);
          }
          return new float[count][2];
        };
    new Scorer(2, 224, NO_MEAN, settings(10, EnumSet.allOf(CropMode.class)), watching)
        .score(1, ScorerTest::ramp);
    // Centre (16, 16), corner (32, 32), then what oversample adds to them: TL, TR, BL and the five
    // mirrored ones, whose first pixel is the last of the row, 223 columns further right.
    assertThat(corners).containsExactly(16f, 32f, 0f, 16f, 16f, 111f, 127f, 127f, 143f, 127f);
  }

  @Test
  void batchesAreFilledOverFacesAndTheLastIsFullToo() {
    List<Integer> sizes = new ArrayList<>();
    Forward network =
        (crops, count) -> {
          sizes.add(count);
          float[][] outputs = new float[count][2];
          for (int i = 0; i < count; i++) {
            outputs[i][0] = crops[i * 3 * 227 * 227] / 255;
            outputs[i][1] = 1 - outputs[i][0];
          }
          return outputs;
        };
    List<Map<CropMode, float[]>> scores =
        new Scorer(2, 227, NO_MEAN, settings(4, EnumSet.of(CropMode.OVERSAMPLE)), network)
            .score(3, ScorerTest::ramp);
    assertThat(sizes).containsExactly(4, 4, 4, 4, 4, 4, 4, 4);
    // The mean of the ten first pixels: offsets 0, 14, 14, 29, 14; mirrored ones 113, 127, 127,
    // 142, 127; all of them plus the face's number.
    for (int face = 0; face < 3; face++) {
      float expected = (70.7f + face) / 255;
      assertThat(scores.get(face).get(CropMode.OVERSAMPLE)[0]).isCloseTo(expected, within(1e-6f));
    }
  }

  @Test
  void eachModeAveragesItsOwnCrops() {
    Forward network =
        (crops, count) -> {
          float[][] outputs = new float[count][1];
          for (int i = 0; i < count; i++) {
            outputs[i][0] = crops[i * 3 * 227 * 227] / 255;
          }
          return outputs;
        };
    Map<CropMode, float[]> all =
        new Scorer(1, 227, NO_MEAN, settings(7, EnumSet.allOf(CropMode.class)), network)
            .score(2, ScorerTest::ramp)
            .get(1);
    assertThat(all.get(CropMode.CENTRE)[0]).isEqualTo(15f / 255);
    assertThat(all.get(CropMode.CORNER)[0]).isEqualTo(30f / 255);
    assertThat(all.get(CropMode.OVERSAMPLE)[0]).isCloseTo(71.7f / 255, within(1e-6f));
  }

  @Test
  void theMeanIsTakenAtTheCropsPositionBeforeMirroring() {
    float[] mean = new float[3 * PLANE];
    mean[14 * 256 + 14] = 4; // the centre crop's first pixel
    List<Float> ends = new ArrayList<>();
    Forward watching =
        (crops, count) -> {
          int length = 3 * 227 * 227;
          ends.add(crops[4 * length]);
          ends.add(crops[9 * length + 226]);
          return new float[count][1];
        };
    new Scorer(1, 227, new MeanImage(mean), settings(10, EnumSet.of(CropMode.OVERSAMPLE)), watching)
        .score(1, ScorerTest::ramp);
    assertThat(ends).containsExactly(10f, 10f);
  }

  @Test
  void aModelOfAnotherTargetAndBrokenOutputsAreNamed() {
    Scorer age =
        new Scorer(
            8,
            227,
            NO_MEAN,
            settings(1, EnumSet.of(CropMode.CENTRE)),
            (crops, count) -> new float[count][2]);
    assertThatThrownBy(() -> age.score(1, ScorerTest::ramp))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("2 classes, 8 are expected")
        .hasMessageContaining("model of another target");
    Scorer diverged =
        new Scorer(
            2,
            227,
            NO_MEAN,
            settings(1, EnumSet.of(CropMode.CENTRE)),
            (crops, count) -> new float[][] {{Float.NaN, Float.NaN}});
    assertThatThrownBy(() -> diverged.score(1, ScorerTest::ramp))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("output for class 0 is NaN");
  }

  private static ScoreSettings settings(int batchSize, Set<CropMode> modes) {
    return new ScoreSettings(modes, batchSize);
  }
}
