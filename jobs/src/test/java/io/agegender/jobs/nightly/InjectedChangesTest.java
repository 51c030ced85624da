// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.jobs.SampleDataset;
import io.agegender.network.LayerSpan;
import io.agegender.network.Networks;
import io.agegender.regression.Agreement;
import io.agegender.regression.Deviation;
import io.agegender.regression.ParameterComparison;
import io.agegender.regression.baseline.Bands;
import io.agegender.regression.baseline.Baseline;
import io.agegender.regression.baseline.Check;
import io.agegender.regression.baseline.CheckResult;
import io.agegender.regression.baseline.Checks;
import io.agegender.regression.baseline.RegressionComparison;
import io.agegender.regression.baseline.RegressionRun;
import io.agegender.run.MetricsLog;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.training.BatchAssembler;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.SampleStream;
import io.agegender.training.Seeds;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Changes on purpose: each is found, and named as the cause or as the first difference in the
 * provenance. Another classifier is in RegressionComparisonTest, another seed of the pictures in
 * NightlyCommandTest, another thread count in ThreadCountTest.
 */
@Tag("slow")
class InjectedChangesTest {
  private static final int WORKERS = 3;
  private static final Configuration HADOOP = new Configuration();

  @TempDir static Path dir;

  private static SparkSession spark;
  private static RunDirectory run;
  private static Dataset data;

  @BeforeAll
  static void train() {
    data = Dataset.open(SampleDataset.path(), HADOOP);
    spark = SampleDataset.spark("local[2]");
    run = SmallRuns.train(spark, data.root(), dir.resolve("runs"), settings(7, 0.001));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void nothingChanged() {
    Check again = trained("again", settings(7, 0.001));
    assertThat(compare(check(run), again).agreement()).isEqualTo(Agreement.IDENTICAL);
  }

  @Test
  void anotherSeed() {
    CheckResult result = compare(check(run), trained("seed", settings(8, 0.001)));
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.provenance().get(0)).hasToString("settings.seed: 7, now 8");
    assertThat(result.finding()).startsWith("loss to iteration 2: ");
  }

  @Test
  void anotherLearningRate() {
    CheckResult result = compare(check(run), trained("rate", settings(7, 0.002)));
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.provenance().get(0))
        .hasToString("settings.solver.base-learning-rate: 0.001, now 0.002");
  }

  @Test
  void aFlippedBitInAShard() throws IOException {
    Check before = Checks.dataset(FileStore.of(data.root(), HADOOP));
    Path copy = SmallRuns.copyOfDataset(dir.resolve("flipped"));
    SmallRuns.flipBit(copy.resolve("shards/shard-00001.npy"), 54_321);
    CheckResult result = compare(before, Checks.dataset(FileStore.of(hadoop(copy), HADOOP)));
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.finding()).startsWith("shards/shard-00001.npy: ").doesNotContain("; ");
    assertThat(result.explanation()).endsWith("nothing in the provenance differs");
  }

  /** The same workers averaged in the opposite order, in single precision. */
  @Test
  void anotherOrderOfTheSums() {
    List<TrainingState> workers = workers(WORKERS);
    // By hand as the program does it: the stand-in is true.
    FloatChunks parameters = run.checkpoints().parameters(2);
    assertThat(averaged(workers, 4, 4, 4).sha256()).isEqualTo(parameters.sha256());

    FloatChunks reversed = reversed(workers);
    List<Deviation> compared =
        ParameterComparison.of(
            parameters, reversed, LayerSpan.of(run.run().settings().name().network()));
    assertThat(compared).isNotEmpty().allMatch(d -> d.size() > 1e-12 && d.size() < 1e-6);

    CheckResult result = compare(check(run), otherCode("order", reversed, rows()));
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.finding()).startsWith("norm of conv1: ");
    assertThat(result.provenance().get(0).name()).isEqualTo("git.commit.id.full");
  }

  @Test
  void aDroppedMinibatch() {
    List<TrainingState> workers = workers(WORKERS - 1);
    List<MetricsLog.Row> fewer =
        rows().stream()
            .map(r -> new MetricsLog.Row(r.iteration(), r.loss(), r.learningRate(), 10, 1))
            .toList();
    CheckResult result =
        compare(check(run), otherCode("dropped", averaged(workers, 4, 4, 2), fewer));
    assertThat(result.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(result.finding()).startsWith("images to iteration 2: 12.0, now 10.0; ");
    assertThat(result.provenance().get(0).name()).isEqualTo("git.commit.id.full");
  }

  private static CheckResult compare(Check before, Check now) {
    RegressionRun nightly =
        new RegressionRun(
            Instant.EPOCH, Instant.EPOCH, List.of(now), List.of(), 0, Optional.empty());
    return RegressionComparison.of(
            new Baseline(1, Instant.EPOCH, "test", Bands.ZERO, List.of(before)), nightly)
        .results()
        .get(0);
  }

  private static RunSettings settings(long seed, double rate) {
    return SmallRuns.settings(seed, rate, WORKERS).until(2);
  }

  private static Check trained(String runs, RunSettings settings) {
    return check(SmallRuns.train(spark, data.root(), dir.resolve(runs), settings));
  }

  private static Check check(RunDirectory directory) {
    return Checks.run("train", directory);
  }

  private static List<MetricsLog.Row> rows() {
    return run.metrics().read(2);
  }

  /** A run as it would be after a change of the code. */
  private static Check otherCode(String runs, FloatChunks parameters, List<MetricsLog.Row> rows) {
    Map<String, String> provenance = new TreeMap<>(run.run().provenance());
    provenance.put("git.commit.id.full", "another commit");
    RunRecord record =
        new RunRecord(
            run.run().key(),
            run.run().settings(),
            run.run().dataset(),
            run.run().datasetSha256(),
            provenance);
    RunDirectory made = RunDirectory.create(hadoop(dir.resolve(runs)), record, "", HADOOP);
    made.checkpoints()
        .save(
            new TrainingState(2, parameters, parameters),
            OptionalDouble.empty(),
            new Retention(1, 0));
    made.metrics().write(rows, Fence.NONE);
    return check(made);
  }

  /**
   * What each worker has after the round, by DL4J's own fit.
   *
   * @param complete how many of them take both steps; the others lose the last
   */
  private static List<TrainingState> workers(int complete) {
    RunSettings settings = run.run().settings();
    SampleStream stream =
        new SampleStream(
            data.split(settings.name().target(), settings.trainedOn(), 0, Subset.TRAIN),
            settings.seed(),
            settings.shuffle());
    List<List<Minibatch>> minibatches = settings.rounds().cut(stream, settings.seed(), 0);
    BatchAssembler batches =
        new BatchAssembler(
            data,
            data.reader(),
            data.meanImage(settings.trainedOn(), 0),
            settings.name().architecture().inputSize(),
            settings.name().target().classes(),
            settings.name().architecture().heads().size());
    List<TrainingState> states = new ArrayList<>();
    for (List<Minibatch> steps : minibatches) {
      ComputationGraph network =
          Networks.create(
              settings.name().architecture(),
              settings.name().target().classes(),
              settings.solver(),
              Seeds.derive(settings.seed(), Seeds.Use.FILLER));
      int kept = states.size() < complete ? steps.size() : steps.size() - 1;
      for (Minibatch minibatch : steps.subList(0, kept)) {
        Nd4j.getRandom().setSeed(minibatch.dropoutSeed());
        network.fit(batches.assemble(minibatch));
      }
      states.add(TrainingState.of(network, kept));
    }
    return states;
  }

  private static FloatChunks averaged(List<TrainingState> states, int... examples) {
    int total = examples[0] + examples[1] + examples[2];
    return combined(
        states,
        values -> {
          double sum = 0;
          for (int worker = 0; worker < values.length; worker++) {
            sum += (double) examples[worker] / total * values[worker];
          }
          return (float) sum;
        });
  }

  private static FloatChunks reversed(List<TrainingState> states) {
    return combined(states, values -> (values[2] + values[1] + values[0]) / WORKERS);
  }

  private interface Mean {
    float of(float[] values);
  }

  private static FloatChunks combined(List<TrainingState> states, Mean mean) {
    List<byte[]> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < states.get(0).parameters().chunks().size(); chunk++) {
      List<FloatBuffer> sources = new ArrayList<>();
      for (TrainingState state : states) {
        sources.add(floats(state.parameters().chunks().get(chunk)));
      }
      byte[] bytes = new byte[sources.get(0).capacity() * Float.BYTES];
      FloatBuffer target = floats(bytes);
      float[] values = new float[WORKERS];
      for (int i = 0; i < target.capacity(); i++) {
        for (int worker = 0; worker < WORKERS; worker++) {
          values[worker] = sources.get(worker).get(i);
        }
        target.put(i, mean.of(values));
      }
      chunks.add(bytes);
    }
    return new FloatChunks(chunks);
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
