// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.adience.Target;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.Machine;
import io.agegender.network.definition.NetworkBuilder;
import io.agegender.network.definition.NetworkBuilder.Learned;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.Window;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.NetworkText;
import io.agegender.run.NetworkText.FolderName;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionsFile;
import io.agegender.score.ScoreSettings;
import io.agegender.training.FloatChunks;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The device engine's way through Spark, on plain Java in a GPU's place. */
@Tag("slow")
class EngineTrainingTest {
  private static final Engine HOST = new Engine("host", MathMode.FP32, List.of());

  private static final Learned LEARNED = Learned.gaussian(0.05, 0);

  @TempDir java.nio.file.Path dir;

  /** It has a Spark of its own. */
  @BeforeAll
  static void prepare() {
    assertThat(SampleDataset.path()).isNotNull();
  }

  @Test
  void oneAndTwoWorkersLearnWhatDl4jLearns() {
    try (SparkSession engine = spark("local[2]", HOST)) {
      train(engine, "engine-1", settings(1, false));
      train(engine, "engine-2", settings(2, false));
    }
    try (SparkSession nd4j = spark("local[2]", Engine.ND4J)) {
      train(nd4j, "nd4j-1", settings(1, false));
      train(nd4j, "nd4j-2", settings(2, false));
    }
    for (String workers : List.of("1", "2")) {
      RunDirectory engine = only("engine-" + workers);
      RunDirectory nd4j = only("nd4j-" + workers);
      assertThat(engine.run().key()).isNotEqualTo(nd4j.run().key());
      // The bits that training starts from are the same: how far has it come?
      assertThat(distance(engine, nd4j, 6)).isLessThan(1e-4 * distance(nd4j, nd4j, 2));
      assertThat(engine.metrics().read(6))
          .zipSatisfy(
              nd4j.metrics().read(6),
              (e, n) -> assertThat(e.loss()).isCloseTo(n.loss(), within(1e-5 * n.loss())));
    }
  }

  @Test
  void slotsAndAStopDoNotMatterAndTheRecordSaysWhatComputed() throws IOException {
    RunSettings settings = settings(2, true);
    String undisturbed;
    try (SparkSession spark = spark("local[1]", HOST)) {
      undisturbed = train(spark, "undisturbed", settings);
      assertThatThrownBy(() -> train(spark, "stopped", settings, TrainRuns.telling(this::failAt4)))
          .hasMessageContaining("stopped by the test");
      RunDirectory run = only("stopped");
      assertThat(run.checkpoints().iterations()).containsExactly(2);
      assertThat(run.run().provenance())
          .containsEntry("engine", "engine host fp32")
          .containsEntry(Machine.ENGINE_DEVICE, "plain Java");
    }
    try (SparkSession spark = spark("local[2]", HOST)) {
      // As if it had been begun on a GPU.
      RunDirectory run = only("stopped");
      java.nio.file.Path json = java.nio.file.Path.of(run.path().toUri()).resolve("run.json");
      String record = Files.readString(json);
      Files.writeString(json, record.replace("plain Java", "NVIDIA A100, capability 8.0"));
      assertThatThrownBy(() -> train(spark, "stopped", settings))
          .hasStackTraceContaining("this run was begun on NVIDIA A100, capability 8.0")
          .hasStackTraceContaining("this executor computes on plain Java")
          .hasStackTraceContaining(FailedException.class.getName());
      Files.writeString(json, record);
      assertThat(train(spark, "stopped", settings)).isEqualTo(undisturbed);

      // The same network on both: what they predict.
      Map<CropMode, List<Prediction>> engine = score(spark, only("stopped"));
      try (Stream<java.nio.file.Path> files = Files.walk(dir.resolve("stopped"))) {
        for (java.nio.file.Path file :
            files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
          Files.delete(file);
        }
      }
      spark.stop();
      try (SparkSession nd4j = spark("local[2]", Engine.ND4J)) {
        score(nd4j, only("stopped"))
            .forEach(
                (mode, predictions) ->
                    assertThat(engine.get(mode))
                        .zipSatisfy(
                            predictions,
                            (e, n) -> {
                              assertThat(e.face()).isEqualTo(n.face());
                              assertThat(e.probabilities())
                                  .containsExactly(n.probabilities(), within(1e-5f));
                            }));
      }
    }
  }

  private void failAt4(int done) {
    if (done >= 4) {
      throw new FailedException("stopped by the test");
    }
  }

  /** Relative to nothing: the L2 norm of the difference to another run's parameters. */
  private static double distance(RunDirectory a, RunDirectory b, int other) {
    FloatChunks x = a.checkpoints().parameters(6);
    FloatChunks y = b.checkpoints().parameters(other);
    double sum = 0;
    for (int i = 0; i < x.length(); i++) {
      sum += Math.pow(x.toArray()[i] - y.toArray()[i], 2);
    }
    return Math.sqrt(sum);
  }

  private static RunSettings settings(int workers, boolean dropout) {
    NetworkBuilder network =
        new NetworkBuilder("small", 40)
            .convolution("c1", 6, Window.of(5).stride(2), LEARNED)
            .relu("r1")
            .maxPool("p1", Window.of(3).stride(2))
            .lrn("n1")
            .convolution("c2", 8, Window.of(3).pad(1), 2, LEARNED.rates(3, 5))
            .relu("r2")
            .innerProduct("f1", 16, LEARNED)
            .relu("r3");
    if (dropout) {
      network.dropout("d1", 0.5);
    }
    NetworkDefinition definition =
        network.innerProduct("f2", 8, LEARNED.rates(10, 20)).softmaxLoss("loss").build();
    return RunSettings.builder(NetworkText.name(FolderName.of("age_small"), Target.AGE, definition))
        .schedule("test")
        .solver(new SolverSettings(0.001, 0.1, 3, 0.9, 0.0005))
        .batch(4)
        .batchMode(BatchMode.PER_WORKER)
        .iterations(6)
        .checkpointEvery(2)
        .workers(workers)
        .averagingFrequency(2)
        .shuffle(Shuffle.EACH_EPOCH)
        .seed(7)
        .threads(Machine.threadsOfThisJvm())
        .build();
  }

  private static SparkSession spark(String master, Engine engine) {
    SparkConf conf = new SparkConf();
    engine.tell(conf);
    SparkSession.Builder builder = SampleDataset.builder(master);
    for (Tuple2<String, String> entry : conf.getAll()) {
      builder.config(entry._1(), entry._2());
    }
    return builder.getOrCreate();
  }

  private String train(SparkSession spark, String runs, RunSettings settings) {
    return train(spark, runs, settings, SampleDataset.silent());
  }

  private String train(
      SparkSession spark, String runs, RunSettings settings, Progress.Factory progress) {
    return TrainRuns.train(spark, SampleDataset.path(), path(runs), settings, progress)
        .state()
        .parameterSha256();
  }

  private static Map<CropMode, List<Prediction>> score(SparkSession spark, RunDirectory run) {
    Path file =
        new ScoreJob(
                new JavaSparkContext(spark.sparkContext()),
                new ScoreSettings(Set.of(CropMode.CENTRE, CropMode.OVERSAMPLE), 8),
                SampleDataset.silent())
            .run(SampleDataset.path(), run, ScoreRequest.PUBLISHED)
            .get(0);
    return PredictionsFile.read(file, new Configuration()).predictions();
  }

  private RunDirectory only(String runs) {
    return TrainRuns.only(path(runs), new Configuration());
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
