// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.foundation.error.FailedException;
import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {
  private static final int SIZE = 64;

  @TempDir Path dir;

  @Test
  void blurKeepsConstantsAndSpreadsAPointEvenly() {
    float[] point = new float[2 * SIZE * SIZE];
    int middle = 32 * SIZE + 32;
    point[middle] = 1;
    java.util.Arrays.fill(point, SIZE * SIZE, point.length, 7);
    float[] blurred = Blur.of(point, SIZE, 2);
    double sum = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      sum += blurred[i];
      assertThat(blurred[SIZE * SIZE + i]).isCloseTo(7, within(1e-5f));
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    // A Gaussian of 2 pixels: 1 / (2 pi 4) in the middle, exp(-1/2) of it two pixels away.
    assertThat(blurred[middle]).isCloseTo(0.0398f, within(1e-3f));
    assertThat(blurred[middle + 2] / blurred[middle]).isCloseTo(0.6065f, within(1e-3f));
    assertThat(blurred[middle + 2 * SIZE]).isEqualTo(blurred[middle + 2]);
  }

  @Test
  void contoursRingWhatIsStrongAndTellForFromAgainst() {
    float[] sums = new float[SIZE * SIZE];
    square(sums, 16, 1);
    square(sums, 48, -1);
    int[] drawn = Contours.of(new int[SIZE * SIZE], sums, SIZE);
    assertThat(drawn[16 * SIZE + 16]).as("inside").isZero();
    assertThat(drawn[32 * SIZE + 32]).as("between").isZero();
    assertThat(warm(drawn, 0, 32)).isGreaterThan(20);
    assertThat(warm(drawn, 32, SIZE)).isZero();
    assertThat(cold(drawn, 0, 32)).isZero();
    assertThat(cold(drawn, 32, SIZE)).isGreaterThan(20);
    assertThat(Contours.of(new int[SIZE * SIZE], new float[SIZE * SIZE], SIZE)).containsOnly(0);
  }

  private static void square(float[] sums, int middle, float value) {
    for (int y = middle - 8; y < middle + 8; y++) {
      for (int x = middle - 8; x < middle + 8; x++) {
        sums[y * SIZE + x] = value;
      }
    }
  }

  private static long warm(int[] pixels, int from, int to) {
    return java.util.stream.IntStream.range(from * SIZE, to * SIZE)
        .filter(i -> (pixels[i] >> 16 & 255) > (pixels[i] & 255))
        .count();
  }

  private static long cold(int[] pixels, int from, int to) {
    return java.util.stream.IntStream.range(from * SIZE, to * SIZE)
        .filter(i -> (pixels[i] >> 16 & 255) < (pixels[i] & 255))
        .count();
  }

  @Test
  void onOneScaleAWeakMapIsDarkerAndOnItsOwnItIsNot() {
    FileStore out = store();
    float[] mean = new float[3 * SIZE * SIZE];
    FaceDrawing drawing =
        new FaceDrawing(
            new Drawing(
                List.of(Drawing.Part.HEAT, Drawing.Part.CONTOUR),
                ColourMap.BLUE_BLACK_YELLOW,
                Drawing.Scale.SHEET),
            mean,
            SIZE,
            out);
    float[] map = new float[3 * SIZE * SIZE];
    map[5] = 1;
    int[] face = new int[SIZE * SIZE];
    drawing.map(map, face, "own");
    drawing.map(map, face, "shared", 2);
    assertThat(pixel(out, "own-heat.png", 5)).isEqualTo(0xFFFF00);
    assertThat(pixel(out, "shared-heat.png", 5)).isEqualTo(0x7F7F00);
    assertThat(dir.resolve("own-contour.png")).exists();
    assertThat(dir.resolve("own-overlay.png")).doesNotExist();
  }

  @Test
  void anOverlayLeavesTheFaceVisibleOnDarkAndOnLightColours() {
    int[] face = {0xC0C0C0};
    assertThat(MapFiles.overlay(face, new int[] {0x000000}, false)).containsExactly(0x606060);
    assertThat(MapFiles.overlay(face, new int[] {0xFFFFFF}, true)).containsExactly(0xC0C0C0);
    assertThat(MapFiles.overlay(face, new int[] {0xFF0000}, true)).containsExactly(0xC00000);
    for (ColourMap map : ColourMap.values()) {
      assertThat(map.draw(new float[1], 1, 1)).containsExactly(map.light() ? 0xFFFFFF : 0);
    }
  }

  @Test
  void aPictureIsReadAsItWasWrittenAndADamagedOneIsNamed() {
    int[] pixels = {0x010203, 0xFFFFFF, 0, 0x808080};
    assertThat(MapFiles.pixels(MapFiles.png(pixels, 2), 2, "here")).containsExactly(pixels);
    assertThatThrownBy(() -> MapFiles.pixels(MapFiles.png(pixels, 2), 3, "there.png"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("there.png is not a picture of 3 x 3 pixels");
    assertThatThrownBy(() -> MapFiles.pixels(new byte[9], 2, "there.png"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("delete it and start again");
  }

  private static int pixel(FileStore out, String file, int at) {
    return MapFiles.pixels(out.read(file), SIZE, file)[at];
  }

  private FileStore store() {
    assertThat(Files.isDirectory(dir)).isTrue();
    return FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
  }
}
