// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.caffe.WeightsExport;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState.Phase;
import io.agegender.testing.SmallNetwork;
import io.agegender.training.BatchAssembler;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.SampleStream;
import io.agegender.training.Seeds;
import io.agegender.training.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

@Tag("slow")
class TrainJobTest {
  private static final RunName AGE = RunName.parse("age_net_definitions");
  private static final Retention KEEP = new Retention(3, 0);

  @TempDir java.nio.file.Path dir;

  @Test
  void oneWorkerEqualsPlainFitToTheBit() {
    RunSettings settings = settings(AGE, 1, 2, 5, 0.001);
    assertThat(train("local[1]", "spark", settings)).isEqualTo(plainFit(settings));
  }

  @Test
  void theMasterDoesNotMatter() {
    RunSettings settings = settings(2, 2, 5, 0.001);
    String one = train("local[1]", "one", settings);
    assertThat(train("local[2]", "two", settings)).isEqualTo(one);
    assertThat(train("local[4]", "four", settings)).isEqualTo(one);
    assertThat(train("local[2]", "other", settings(1, 2, 5, 0.001))).isNotEqualTo(one);
  }

  @Test
  void aStoppedRunGoesOnFromItsCheckpointWithTheSameBits() throws IOException {
    RunSettings settings = settings(2, 2, 8, 0.001);
    String undisturbed = train("local[2]", "undisturbed", settings);
    assertThatThrownBy(() -> train("local[2]", "stopped", settings, failingAt(6)))
        .hasMessageContaining("stopped by the test");
    RunDirectory run = only("stopped");
    assertThat(run.state().orElseThrow().phase()).isEqualTo(Phase.FAILED);
    assertThat(run.checkpoints().iterations()).containsExactly(2, 4);
    List<RunDirectory> sameFold =
        RunDirectory.sameFold(path("stopped"), settings, new Configuration());
    assertThat(TrainJob.ofAnotherDataset(sameFold, settings, run.run().datasetSha256())).isEmpty();
    assertThat(TrainJob.ofAnotherDataset(sameFold, settings, "0123"))
        .singleElement()
        .asString()
        .contains("is at iteration 4 of 8", "has 0123", "Restore");
    assertThat(train("local[2]", "stopped", settings)).isEqualTo(undisturbed);
    assertThat(only("stopped").metrics().read(8))
        .extracting(r -> r.iteration())
        .containsExactly(2, 4, 6, 8);

    // The newest checkpoint is damaged: the one before is used, and the bits are the same again.
    java.nio.file.Path newest =
        local(run.path()).resolve("checkpoints/0000008-0000000001/parameters.f32");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[1000] ^= 1;
    Files.write(newest, bytes);
    assertThatThrownBy(() -> run.checkpoints().parameters(8))
        .hasMessageContaining("train the run with the same command again");
    assertThat(train("local[2]", "stopped", settings)).isEqualTo(undisturbed);
    assertThat(run.checkpoints().parameters(8).sha256()).isEqualTo(undisturbed);
  }

  @Test
  void aFinishedRunIsNotTrainedAgainAndOtherSettingsAreAnotherRun() {
    RunSettings settings = settings(1, 1, 2, 0.001);
    String first = train("local[1]", "same", settings);
    assertThat(train("local[1]", "same", settings, failingAt(0))).isEqualTo(first);
    train("local[1]", "same", settings(1, 1, 2, 0.002));
    assertThat(RunDirectory.list(path("same"), new Configuration())).hasSize(2);
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunAndKeepsTheLastCheckpoint() {
    RunSettings settings = settings(1, 1, 6, 1e12);
    assertThatThrownBy(() -> train("local[1]", "wild", settings))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the last checkpoint is kept");
    RunDirectory run = only("wild");
    assertThat(run.state().orElseThrow().phase()).isEqualTo(Phase.DIVERGED);
    // Trying again would end the same way, and says so at once.
    assertThatThrownBy(() -> train("local[1]", "wild", settings, failingAt(0)))
        .isInstanceOf(DivergedException.class);
  }

  @Test
  void finetuningStartsFromThePublishedModelAndNeverWithoutIt() throws IOException {
    RunName name = RunName.parse("age_finetuning_googlenet");
    RunSettings good = settings(1, 1, 1, 0.001);
    RunSettings settings =
        RunSettings.builder(name)
            .schedule("test")
            .solver(good.solver())
            .batch(2)
            .batchMode(BatchMode.PER_WORKER)
            .iterations(1)
            .threads(good.threads())
            .build();
    assertThatThrownBy(() -> train("local[1]", "tuned", settings))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("bvlc_googlenet.caffemodel: no such file")
        .hasMessageContaining("Caffe Model Zoo");
    assertThat(dir.resolve("tuned")).doesNotExist();

    // A stand-in for the published file.
    ComputationGraph published =
        Networks.create(name.architecture(), name.target().classes(), good.solver(), 99);
    WeightsExport.write(
        "bvlc_googlenet",
        published,
        new MeanImage(new float[Pixels.RECORD]),
        name.target().labels(),
        path("models"),
        new Configuration());
    String first = train("local[1]", "tuned", settings);
    RunDirectory run = only("tuned");
    assertThat(local(run.path()).resolve("start-weights.txt"))
        .content()
        .contains("bvlc_googlenet.caffemodel")
        .contains("loaded      conv1/7x7_s2");
    assertThat(run.run().provenance()).containsKey("start-weights.sha256");

    // Another file is another run.
    published.params().muli(0.5);
    WeightsExport.write(
        "bvlc_googlenet",
        published,
        new MeanImage(new float[Pixels.RECORD]),
        name.target().labels(),
        path("models"),
        new Configuration());
    assertThat(train("local[1]", "tuned", settings)).isNotEqualTo(first);
    assertThat(RunDirectory.list(path("tuned"), new Configuration())).hasSize(2);
  }

  @Test
  void wrongThreadsFoldsAndDatasetsAreRefused() {
    RunSettings good = settings(1, 1, 2, 0.001);
    RunSettings threads =
        RunSettings.builder(AGE)
            .schedule("test")
            .solver(good.solver())
            .batch(2)
            .batchMode(BatchMode.PER_WORKER)
            .iterations(2)
            .checkpointEvery(2)
            .threads(77)
            .build();
    assertThatThrownBy(() -> train("local[1]", "threads", threads))
        .hasStackTraceContaining("OMP_NUM_THREADS=" + Machine.threadsOfThisJvm())
        .hasStackTraceContaining(FailedException.class.getName());
    assertThatThrownBy(
            () -> {
              try (SparkSession spark = SampleDataset.spark("local[1]")) {
                new TrainJob(
                        new JavaSparkContext(spark.sparkContext()),
                        PretrainedSettings.of(path("models")),
                        SampleDataset.silent())
                    .run(path("nothing"), path("runs"), good, KEEP, "");
              }
            })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nothing");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  /** The same samples, seeds and order through DL4J's own fit. */
  private static String plainFit(RunSettings settings) {
    Dataset data = Dataset.open(SampleDataset.path(), new Configuration());
    SampleStream stream =
        new SampleStream(
            data.split(AGE.target(), AGE.alignment(), 0, Subset.TRAIN),
            settings.seed(),
            settings.shuffle());
    ComputationGraph network =
        Networks.create(
            AGE.architecture(),
            AGE.target().classes(),
            settings.solver(),
            Seeds.derive(settings.seed(), Seeds.Use.FILLER));
    BatchAssembler batches =
        new BatchAssembler(
            data,
            data.reader(),
            data.meanImage(AGE.alignment(), 0),
            AGE.architecture().inputSize(),
            AGE.target().classes(),
            AGE.architecture().heads().size());
    for (int first = 0; first < settings.iterations(); first = settings.rounds().end(first)) {
      for (Minibatch minibatch : settings.rounds().cut(stream, settings.seed(), first).get(0)) {
        Nd4j.getRandom().setSeed(minibatch.dropoutSeed());
        network.fit(batches.assemble(minibatch));
      }
    }
    assertThat(network.getIterationCount()).isEqualTo(settings.iterations());
    return FloatChunks.of(network.params()).sha256();
  }

  private static RunSettings settings(int workers, int frequency, int iterations, double rate) {
    return settings(SmallNetwork.AGE, workers, frequency, iterations, rate);
  }

  private static RunSettings settings(
      RunName run, int workers, int frequency, int iterations, double rate) {
    // The rate drops at iteration 3: a schedule that never advances would be seen.
    return RunSettings.builder(run)
        .schedule("test")
        .solver(new SolverSettings(rate, 0.1, 3, 0.9, 0.0005))
        .batch(2)
        .batchMode(BatchMode.PER_WORKER)
        .iterations(iterations)
        .checkpointEvery(2)
        .workers(workers)
        .averagingFrequency(frequency)
        .shuffle(Shuffle.EACH_EPOCH)
        .seed(7)
        .threads(Machine.threadsOfThisJvm())
        .build();
  }

  private String train(String master, String runs, RunSettings settings) {
    return train(master, runs, settings, SampleDataset.silent());
  }

  private String train(
      String master, String runs, RunSettings settings, Progress.Factory progress) {
    Path dataset = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark(master)) {
      return new TrainJob(
              new JavaSparkContext(spark.sparkContext()),
              PretrainedSettings.of(path("models")),
              progress)
          .run(dataset, path(runs), settings, KEEP, "a = 1\n")
          .state()
          .parameterSha256();
    }
  }

  private static Progress.Factory failingAt(int iteration) {
    return (task, total, unit) ->
        new Progress() {
          @Override
          public void at(long done, String note) {
            if (done >= iteration) {
              throw new FailedException("stopped by the test");
            }
          }

          @Override
          public void close() {}
        };
  }

  private RunDirectory only(String runs) {
    List<RunDirectory> found = RunDirectory.list(path(runs), new Configuration());
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri());
  }
}
