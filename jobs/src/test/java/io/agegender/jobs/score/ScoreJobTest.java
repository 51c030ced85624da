// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.Alignment;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Pixels;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.score.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Scoring on a real Spark, with a network that was trained for two iterations. */
@Tag("slow")
class ScoreJobTest {
  private static final RunName RUN = RunName.parse("gender_net_definitions_mixed");
  private static final Set<CropMode> ALL = EnumSet.allOf(CropMode.class);
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir static java.nio.file.Path dir;
  private static RunDirectory run;

  @BeforeAll
  static void train() {
    RunSettings settings =
        RunSettings.builder(RUN)
            .testFold(1)
            .trainedOn(Alignment.MIXED)
            .schedule("test")
            .solver(new SolverSettings(0.001, 0.1, 100, 0.9, 0.0005))
            .batch(2)
            .batchMode(BatchMode.PER_WORKER)
            .iterations(2)
            .seed(3)
            .threads(Machine.threadsOfThisJvm())
            .build();
    Path dataset = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark("local[1]")) {
      run =
          new TrainJob(
                  new JavaSparkContext(spark.sparkContext()),
                  PretrainedSettings.of(new Path("file:/no/start/weights")),
                  SampleDataset.silent())
              .run(
                  dataset,
                  new Path(dir.resolve("runs").toUri()),
                  settings,
                  new Retention(5, 0),
                  "a = 1\n")
              .directory();
    }
  }

  @Test
  void everyRowOfTheTestListIsPredictedAsByHandWhateverTheMaster() throws IOException {
    Path file = score("local[1]", ALL, ScoreRequest.PUBLISHED).get(0);
    PredictionSet one = PredictionsFile.read(file, CONFIGURATION);
    assertThat(file.getName()).isEqualTo("0000002-test-unaligned.parquet");
    assertThat(one.header().scoring().batch()).hasValue(16);
    assertThat(one.predictions().keySet()).containsExactlyInAnyOrderElementsOf(ALL);
    assertByHand(one);

    Files.delete(java.nio.file.Path.of(file.toUri().getPath()));
    score("local[2]", ALL, ScoreRequest.PUBLISHED);
    assertThat(PredictionsFile.read(file, CONFIGURATION)).isEqualTo(one);
  }

  @Test
  void everySnapshotAndTheValidationListCanBeScored() {
    ScoreRequest request = new ScoreRequest(Snapshots.ALL, Subset.VAL, Optional.empty());
    List<Path> files = score("local[2]", Set.of(CropMode.CENTRE), request);
    assertThat(files)
        .extracting(Path::getName)
        .containsExactly("0000001-val-mixed.parquet", "0000002-val-mixed.parquet");
    PredictionSet first = PredictionsFile.read(files.get(0), CONFIGURATION);
    PredictionSet second = PredictionsFile.read(files.get(1), CONFIGURATION);
    assertThat(first.header().scoring().weights())
        .isNotEqualTo(second.header().scoring().weights());
    assertThat(first.predictions()).isNotEqualTo(second.predictions());
  }

  @Test
  void whatIsScoredIsNotScoredAgainAndFurtherCropsAreAdded() throws IOException {
    ScoreRequest swapped =
        new ScoreRequest(Snapshots.LAST, Subset.TEST, Optional.of(Alignment.ALIGNED));
    Path file = score("local[2]", Set.of(CropMode.CENTRE), swapped).get(0);
    java.nio.file.Path local = java.nio.file.Path.of(file.toUri().getPath());
    Object identity = Files.readAttributes(local, "unix:ino").get("ino");
    score("local[2]", Set.of(CropMode.CENTRE), swapped);
    assertThat(Files.readAttributes(local, "unix:ino").get("ino")).isEqualTo(identity);

    List<Prediction> centre =
        PredictionsFile.read(file, CONFIGURATION).predictions().get(CropMode.CENTRE);
    score("local[2]", Set.of(CropMode.CORNER), swapped);
    PredictionSet both = PredictionsFile.read(file, CONFIGURATION);
    assertThat(both.predictions()).containsOnlyKeys(CropMode.CENTRE, CropMode.CORNER);
    assertThat(both.predictions().get(CropMode.CENTRE))
        .extracting(Prediction::face)
        .isEqualTo(centre.stream().map(Prediction::face).toList());
  }

  @Test
  void aRunWithoutCheckpointsOrOfAnotherDatasetIsNamed() {
    RunRecord other =
        new RunRecord("f".repeat(64), run.run().settings(), "elsewhere", "ef".repeat(32), Map.of());
    RunDirectory foreign =
        RunDirectory.create(new Path(dir.resolve("foreign").toUri()), other, "", CONFIGURATION);
    assertThatThrownBy(() -> score(foreign))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("was trained on the dataset elsewhere (manifest efef");
    RunRecord same =
        new RunRecord(
            "e".repeat(64), run.run().settings(), "here", run.run().datasetSha256(), Map.of());
    RunDirectory empty =
        RunDirectory.create(new Path(dir.resolve("empty").toUri()), same, "", CONFIGURATION);
    assertThatThrownBy(() -> score(empty))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no checkpoint");
    assertThatThrownBy(
            () -> new ScoreRequest(Snapshots.LAST, Subset.TEST, Optional.of(Alignment.MIXED)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("every face would count twice");
  }

  private static void score(RunDirectory directory) {
    try (SparkSession spark = SampleDataset.spark("local[1]")) {
      new ScoreJob(
              new JavaSparkContext(spark.sparkContext()),
              new ScoreSettings(ALL, 10),
              SampleDataset.silent())
          .run(SampleDataset.path(), directory, ScoreRequest.PUBLISHED);
    }
  }

  private static List<Path> score(String master, Set<CropMode> modes, ScoreRequest request) {
    Path dataset = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark(master)) {
      return new ScoreJob(
              new JavaSparkContext(spark.sparkContext()),
              new ScoreSettings(modes, 16),
              SampleDataset.silent())
          .run(dataset, run, request);
    }
  }

  /** The rows are the list's; the first faces' centre crops go through DL4J alone. */
  private static void assertByHand(PredictionSet set) throws IOException {
    Dataset data = Dataset.open(SampleDataset.path(), CONFIGURATION);
    List<Sample> samples = data.split(RUN.target(), Alignment.UNALIGNED, 1, Subset.TEST);
    List<Prediction> centre = set.predictions().get(CropMode.CENTRE);
    assertThat(centre)
        .extracting(Prediction::face)
        .isEqualTo(samples.stream().map(Sample::face).toList());
    ComputationGraph network =
        Networks.create(RUN.architecture(), 2, run.run().settings().solver(), 9);
    run.checkpoints().parameters(2).copyTo(network.params());
    float[] means = data.meanImage(Alignment.MIXED, 1).values();
    byte[] record = new byte[Pixels.RECORD];
    INDArray crop = Nd4j.create(DataType.FLOAT, 1, 3, 227, 227);
    try (FaceReader reader = data.reader()) {
      for (int i = 0; i < 3; i++) {
        Face face = data.faces().get(samples.get(i).face());
        assertThat(centre.get(i).subject()).isEqualTo(face.key().subject());
        assertThat(centre.get(i).label()).isEqualTo(face.labels().genderClass());
        reader.read(face, record);
        for (int channel = 0; channel < 3; channel++) {
          for (int row = 0; row < 227; row++) {
            for (int column = 0; column < 227; column++) {
              int pixel = (channel * 256 + 14 + row) * 256 + 14 + column;
              crop.putScalar(
                  new int[] {0, channel, row, column}, (record[pixel] & 0xFF) - means[pixel]);
            }
          }
        }
        float[] expected = network.output(crop)[0].toFloatMatrix()[0];
        assertThat(centre.get(i).probabilities()[0]).isCloseTo(expected[0], within(1e-5f));
      }
    }
  }
}
