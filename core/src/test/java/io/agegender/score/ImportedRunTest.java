// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.BlobShape;
import io.agegender.caffe.WeightsExport;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.image.Pixels;
import io.agegender.image.Squaring;
import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.FloatChunks;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A .caffemodel as a run, and pictures predicted with it. */
@Tag("slow")
class ImportedRunTest {
  private static final RunName GENDER = RunName.parse("gender_net_definitions_unaligned");
  private static final SolverSettings SOLVER = new SolverSettings(0.001, 0.1, 10_000, 0.9, 0.0005);
  private static final PictureRules RULES =
      new PictureRules(
          20_000_000,
          25_000_000,
          16,
          PictureRules.TruncatedTail.ACCEPT,
          PictureRules.RoundTrip.NONE);

  @TempDir static java.nio.file.Path shared;
  @TempDir java.nio.file.Path dir;

  private static WeightsExport exported;
  private static String parameters;
  private final Configuration configuration = new Configuration();

  @BeforeAll
  static void export() {
    ComputationGraph network =
        Networks.create(GENDER.architecture(), GENDER.target().classes(), SOLVER, 11);
    parameters = FloatChunks.of(network.params()).sha256();
    float[] mean = new float[Pixels.RECORD];
    Arrays.fill(mean, 100);
    exported =
        WeightsExport.write(
            "trained",
            network,
            new MeanImage(mean),
            GENDER.target().labels(),
            new Path(shared.toUri()),
            new Configuration());
  }

  @Test
  void theRunHasTheModelsParametersAndMean() {
    RunDirectory run = imported(GENDER);
    assertThat(run.checkpoints().parameters(777).sha256()).isEqualTo(parameters);
    assertThat(run.mean().values()[5]).isEqualTo(100);
    assertThat(run.run().provenance()).containsKey("caffemodel-sha256");
    assertThat(imported(GENDER).path()).isEqualTo(run.path());
  }

  @Test
  void aModelOfAnotherTargetIsNamedAndLeavesNoFinishedRun() {
    RunName age = RunName.parse("age_net_definitions");
    assertThatThrownBy(() -> imported(age))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot use it as age_net_definitions")
        .hasMessageContaining("another target or architecture")
        .hasMessageContaining("fc8");
    assertThat(RunDirectory.list(runs(), configuration))
        .allMatch(run -> run.checkpoints().iterations().isEmpty() && run.state().isEmpty());
  }

  @Test
  void aFileThatIsNotAModelIsNamedFirstAndLeavesNoRun() throws IOException {
    byte[] sound = Files.readAllBytes(java.nio.file.Path.of(exported.weights().toUri()));
    Map<String, byte[]> files =
        Map.of(
            "the file is empty", new byte[0],
            "an HTML page", "\n<!DOCTYPE html>\n<html><head>é".getBytes(UTF_8),
            "a pointer to one in Git LFS",
                ("version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\n")
                    .getBytes(UTF_8),
            "an HDF5 file", "\u0089HDF\r\n\u001a\n".getBytes(ISO_8859_1),
            "the file is truncated", Arrays.copyOf(sound, sound.length / 2),
            "a text file that begins with '{\"model\": 1}'", "{\"model\": 1}\n".getBytes(UTF_8));
    java.nio.file.Path fresh = dir.resolve("fresh");
    files.forEach(
        (what, bytes) -> {
          java.nio.file.Path file = dir.resolve("bad.caffemodel");
          try {
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          WeightsImport model = new WeightsImport(new Path(file.toUri()), exported.mean());
          assertThatThrownBy(
                  () ->
                      model.into(
                          new Path(fresh.toUri()), settings(GENDER), "d", "ab", "", configuration))
              .isInstanceOf(UsageException.class)
              .satisfies(
                  e ->
                      assertThat(e.getMessage().lines().findFirst().orElseThrow())
                          .contains("bad.caffemodel", what)
                          .doesNotContain("another target or architecture"));
        });
    assertThat(fresh).doesNotExist();
  }

  @Test
  void aMeanOfAnotherSizeIsNamed() throws IOException {
    java.nio.file.Path small = dir.resolve("small.binaryproto");
    try (var out = Files.newOutputStream(small)) {
      new BinaryProto(BlobShape.of(1, 3, 224, 224), new float[3 * 224 * 224]).write(out);
    }
    WeightsImport model = new WeightsImport(exported.weights(), new Path(small.toUri()));
    assertThatThrownBy(() -> model.into(runs(), settings(GENDER), "faces", "ab", "", configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("small.binaryproto: a mean image of another size")
        .hasMessageContaining("224");
    WeightsImport nothing =
        new WeightsImport(new Path("file:/no/such.caffemodel"), exported.mean());
    assertThatThrownBy(
            () -> nothing.into(runs(), settings(GENDER), "faces", "ab", "", configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("such.caffemodel");
  }

  @Test
  void aPictureIsSquaredResizedAndShownAsAFaceOfTheDataset() throws IOException {
    java.nio.file.Path picture = dir.resolve("face.jpg");
    ImageIO.write(drawn(), "jpg", picture.toFile());
    RunDirectory run = imported(GENDER);
    Predictor predictor =
        Predictor.of(run, CropMode.OVERSAMPLE, RULES, NetworkForward::new, configuration);
    float[] probabilities = predictor.predict(new Path(picture.toUri()));
    assertThat(probabilities).hasSize(2);
    assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-5f));
    assertThat(predictor.label(new float[] {0.4f, 0.6f})).isEqualTo("f");

    byte[] record =
        ((Picture.Accepted)
                new PictureReader(RULES)
                    .read(Files.readAllBytes(picture), Squaring.REPLICATE_EDGES))
            .record();
    float[] expected =
        new Scorer(
                2,
                227,
                run.mean(),
                new ScoreSettings(Set.of(CropMode.OVERSAMPLE), 10),
                new NetworkForward(settings(GENDER), run.checkpoints().parameters(777)))
            .score(1, (position, into) -> System.arraycopy(record, 0, into, 0, into.length))
            .get(0)
            .get(CropMode.OVERSAMPLE);
    assertThat(probabilities).isEqualTo(expected);
  }

  @Test
  void whatIsNoPictureAndARunWithoutCheckpointAreNamed() throws IOException {
    java.nio.file.Path text = dir.resolve("page.jpg");
    Files.writeString(text, "<html>");
    Predictor predictor =
        Predictor.of(imported(GENDER), CropMode.CENTRE, RULES, NetworkForward::new, configuration);
    assertThatThrownBy(() -> predictor.predict(new Path(text.toUri())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("page.jpg: NOT_AN_IMAGE");
    assertThatThrownBy(() -> predictor.predict(new Path(dir.resolve("none.jpg").toUri())))
        .hasMessageContaining("none.jpg: cannot be read");
    RunDirectory empty =
        RunDirectory.create(
            new Path(dir.resolve("other").toUri()), imported(GENDER).run(), "", configuration);
    assertThatThrownBy(
            () -> Predictor.of(empty, CropMode.CENTRE, RULES, NetworkForward::new, configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no checkpoint: train it first");
  }

  private RunDirectory imported(RunName name) {
    return new WeightsImport(exported.weights(), exported.mean())
        .into(runs(), settings(name), "faces", "ab", "a = 1", configuration);
  }

  private Path runs() {
    return new Path(dir.resolve("runs").toUri());
  }

  /** Not square, so that squaring shows. */
  private static BufferedImage drawn() {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 300, 200, Color.BLUE));
    graphics.fillRect(0, 0, 300, 200);
    graphics.dispose();
    return image;
  }

  private static RunSettings settings(RunName name) {
    return RunSettings.builder(name)
        .schedule("published")
        .solver(SOLVER)
        .batch(50)
        .iterations(777)
        .checkpointEvery(100)
        .build();
  }
}
