// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.image.Crop;
import io.agegender.image.CropSpec;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Caffe's data transformer against our crop: position, mirror and mean, to the bit. */
@Tag("slow")
class CaffeTransformerTest {
  private static final int DRAWS = 400;

  private final byte[] record = new byte[Pixels.RECORD];
  private final float[] means = new float[Pixels.RECORD];

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(ints = {227, 224})
  void testTimeCropIsTheCentre(int size) throws IOException, InterruptedException {
    INDArray caffe = transform("TEST", size, 1);
    assertThat(crop(CropSpec.centre(size))).isEqualTo(caffe.reshape(-1).toFloatVector());
  }

  /** Every random crop of Caffe is one of ours, and all positions and both mirrors occur evenly. */
  @ParameterizedTest
  @ValueSource(ints = {227, 224})
  void trainingCropsAreOurs(int size) throws IOException, InterruptedException {
    INDArray caffe = transform("TRAIN", size, DRAWS);
    int positions = Pixels.SIDE - size + 1;
    Map<Long, CropSpec> byCorners = new HashMap<>();
    for (int top = 0; top < positions; top++) {
      for (int left = 0; left < positions; left++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          CropSpec spec = new CropSpec(size, top, left, mirrored);
          byCorners.put(corners(crop(spec), size), spec);
        }
      }
    }
    assertThat(byCorners).hasSize(positions * positions * 2);
    int mirrored = 0;
    int[] tops = new int[positions];
    int[] lefts = new int[positions];
    for (int i = 0; i < DRAWS; i++) {
      float[] drawn = caffe.tensorAlongDimension(i, 1, 2, 3).dup('c').reshape(-1).toFloatVector();
      CropSpec spec = byCorners.get(corners(drawn, size));
      assertThat(spec).as("crop %d", i).isNotNull();
      assertThat(crop(spec)).as("crop %d, %s", i, spec).isEqualTo(drawn);
      mirrored += spec.mirrored() ? 1 : 0;
      tops[spec.top()]++;
      lefts[spec.left()]++;
    }
    // Both ends occur: the offset runs from 0 to 256 - size inclusive.
    assertThat(tops[0]).isPositive();
    assertThat(tops[positions - 1]).isPositive();
    assertThat(lefts[0]).isPositive();
    assertThat(lefts[positions - 1]).isPositive();
    assertThat(mirrored).isBetween(DRAWS * 2 / 5, DRAWS * 3 / 5);
  }

  private INDArray transform(String phase, int size, int count)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    random.nextBytes(record);
    for (int i = 0; i < means.length; i++) {
      means[i] = 255 * random.nextFloat();
    }
    float[] picture = new float[record.length];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = record[i] & 0xFF;
    }
    INDArray array = Nd4j.create(picture, new long[] {1, 3, 256, 256}, DataType.FLOAT);
    Nd4j.writeAsNumpy(array, dir.resolve("picture.npy").toFile());
    try (var out = Files.newOutputStream(dir.resolve("mean.binaryproto"))) {
      BinaryProto.of(new MeanImage(means)).write(out);
    }
    RealCaffe.command("transform")
        .with("picture", dir.resolve("picture.npy"))
        .with("mean", dir.resolve("mean.binaryproto"))
        .with("crop", size)
        .with("phase", phase)
        .with("count", count)
        .with("seed", 9)
        .with("out", dir.resolve("crops.npy"))
        .run();
    return Nd4j.createFromNpyFile(dir.resolve("crops.npy").toFile());
  }

  private float[] crop(CropSpec spec) {
    float[] target = new float[3 * spec.size() * spec.size()];
    Crop.into(record, new MeanImage(means), spec, target, 0);
    return target;
  }

  /** A key that tells crops apart: four corner pixels of the first plane. */
  private static long corners(float[] crop, int size) {
    float[] pixels = {
      crop[0], crop[size - 1], crop[size * (size - 1)], crop[size * size - 1], crop[size * size]
    };
    long key = 17;
    for (float pixel : pixels) {
      key = 1_000_003 * key + Float.floatToIntBits(pixel);
    }
    return key + Arrays.hashCode(pixels);
  }
}
