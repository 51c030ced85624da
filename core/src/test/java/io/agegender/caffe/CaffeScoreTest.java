// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState.Phase;
import io.agegender.score.CropMode;
import io.agegender.score.NetworkForward;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Scorer;
import io.agegender.score.WeightsImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model that real Caffe wrote, imported and scored by us, against real Caffe's own probabilities
 * on the crops that the original's score_models.py shows it.
 */
@Tag("slow")
class CaffeScoreTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "age_net_definitions, prob, 227, 14, 29",
    "gender_fromscratch_googlenet, loss3/loss3, 224, 16, 32"
  })
  void tenCropsCornerAndCentreAreCaffes(String run, String output, int size, int centre, int corner)
      throws IOException, InterruptedException {
    RunName name = RunName.parse(run);
    Path weights = dir.resolve("caffenet_train_iter_50000.caffemodel");
    RealCaffe.command("fill")
        .with("net", name.architecture().key())
        .with("target", name.target().key())
        .with("seed", 3)
        .with("file", weights)
        .run();
    Random random = new Random(5);
    byte[] record = new byte[Pixels.RECORD];
    random.nextBytes(record);
    float[] means = new float[Pixels.RECORD];
    for (int i = 0; i < means.length; i++) {
      means[i] = 255 * random.nextFloat();
    }
    Path mean = dir.resolve("mean.binaryproto");
    try (var out = Files.newOutputStream(mean)) {
      BinaryProto.of(new MeanImage(means)).write(out);
    }

    RunDirectory imported =
        new WeightsImport(hadoop(weights), hadoop(mean))
            .into(
                hadoop(dir.resolve("runs")),
                settings(name),
                "faces",
                "ab",
                "",
                new Configuration());
    assertThat(imported.state().orElseThrow().phase()).isEqualTo(Phase.FINISHED);
    assertThat(imported.state().orElseThrow().iteration()).isEqualTo(50000);
    Map<CropMode, float[]> ours =
        new Scorer(
                name.target().classes(),
                size,
                imported.mean(),
                new ScoreSettings(EnumSet.allOf(CropMode.class), 5),
                new NetworkForward(
                    imported.run().settings(), imported.checkpoints().parameters(50000)))
            .score(1, (position, into) -> System.arraycopy(record, 0, into, 0, into.length))
            .get(0);

    float[][] caffe = caffe(name, output, weights, crops(record, means, size, centre, corner));
    assertClose(ours.get(CropMode.CENTRE), caffe[4]);
    assertClose(ours.get(CropMode.CORNER), caffe[3]);
    float[] average = new float[name.target().classes()];
    for (float[] probabilities : caffe) {
      for (int c = 0; c < average.length; c++) {
        average[c] += probabilities[c] / 10;
      }
    }
    assertClose(ours.get(CropMode.OVERSAMPLE), average);
    // Crops that all looked alike to the network would prove nothing.
    assertThat(Math.abs(caffe[0][0] - caffe[9][0])).isGreaterThan(1e-6f);
  }

  /** caffe.io.oversample and score_models.py, written down once more, without our Crop. */
  private static INDArray crops(byte[] record, float[] means, int size, int centre, int corner) {
    int[][] offsets = {{0, 0}, {0, corner}, {corner, 0}, {corner, corner}, {centre, centre}};
    INDArray crops = Nd4j.create(DataType.FLOAT, 10, 3, size, size);
    for (int k = 0; k < 10; k++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int row = 0; row < size; row++) {
          for (int column = 0; column < size; column++) {
            int from = k < 5 ? column : size - 1 - column;
            int pixel = (channel * 256 + offsets[k % 5][0] + row) * 256 + offsets[k % 5][1] + from;
            crops.putScalar(
                new int[] {k, channel, row, column}, (record[pixel] & 0xFF) - means[pixel]);
          }
        }
      }
    }
    return crops;
  }

  private float[][] caffe(RunName name, String output, Path weights, INDArray crops)
      throws IOException, InterruptedException {
    Nd4j.writeAsNumpy(crops, dir.resolve("crops.npy").toFile());
    RealCaffe.command("predict")
        .with("net", name.architecture().key())
        .with("target", name.target().key())
        .with("batch", 10)
        .with("weights", weights)
        .with("data", dir.resolve("crops.npy"))
        .with("out", dir)
        .run();
    try (INDArray probabilities = CaffeArrays.in(dir).read("output", output)) {
      return probabilities.reshape(10, -1).toFloatMatrix();
    }
  }

  private static void assertClose(float[] ours, float[] caffes) {
    assertThat(ours).hasSameSizeAs(caffes);
    for (int c = 0; c < ours.length; c++) {
      assertThat(ours[c]).isCloseTo(caffes[c], within(1e-6f));
    }
  }

  private static RunSettings settings(RunName name) {
    return RunSettings.builder(name)
        .schedule("published")
        .solver(new SolverSettings(0.001, 0.1, 10_000, 0.9, 0.0005))
        .batch(50)
        .iterations(50_000)
        .checkpointEvery(1000)
        .build();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
