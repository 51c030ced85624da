// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.nightly.SmallRuns;
import io.agegender.jobs.score.ScoreJob;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.regression.Agreement;
import io.agegender.regression.Band;
import io.agegender.regression.Measure;
import io.agegender.regression.Reproduction;
import io.agegender.regression.Reproduction.Part;
import io.agegender.report.ReportSettings;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.RunFolder;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.ScoreSettings;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small run of two workers, four iterations in two rounds, made again in many ways. */
@Tag("slow")
class ReproduceJobTest {
  private static final String TINY =
      """
      layer {
        name: "data" type: "Data" top: "data" top: "label"
        include { phase: TRAIN }
        transform_param { crop_size: 21 mean_file: "mean.binaryproto" }
        data_param { source: "train" batch_size: 4 }
      }
      layer {
        name: "conv" type: "Convolution" bottom: "data" top: "conv"
        convolution_param { num_output: 2 kernel_size: 6 stride: 5 weight_filler { type: "xavier" } }
      }
      layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
      layer {
        name: "ip" type: "InnerProduct" bottom: "conv" top: "ip"
        inner_product_param { num_output: 8 weight_filler { type: "xavier" } }
      }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
      """;

  @TempDir static java.nio.file.Path shared;
  @TempDir java.nio.file.Path dir;

  private static SparkSession spark;
  private static java.nio.file.Path run;

  @BeforeAll
  static void trainAndScore() {
    // Made first: it needs a Spark of its own.
    Path dataset = SampleDataset.path();
    spark = SampleDataset.spark("local[2]");
    RunDirectory trained =
        SmallRuns.train(spark, dataset, shared.resolve("runs"), SmallRuns.settings());
    new ScoreJob(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            new ScoreSettings(Set.of(CropMode.CENTRE), 4),
            SampleDataset.silent())
        .run(SampleDataset.path(), trained, ScoreRequest.PUBLISHED);
    run = java.nio.file.Path.of(trained.path().toUri());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aFinishedRunIsIdenticalInEverything() {
    Reproduction made = reproduce(run, OptionalInt.empty());
    assertThat(made.agreement()).isEqualTo(Agreement.IDENTICAL);
    assertThat(made.iterations()).isEqualTo(4);
    assertThat(made.parts())
        .extracting(Part::name)
        .containsExactly(
            "parameters after iteration 4",
            "losses",
            "predictions of test faces aligned, centre crops");
    assertThat(made.provenance()).isEmpty();
    assertThat(String.join("\n", made.lines())).contains("losses: identical, 2 rounds");
  }

  @Test
  void theFirstRoundsAreComparedByTheirLossesAndTheCheckpointThatIsThere() {
    Reproduction made = reproduce(run, OptionalInt.of(1));
    assertThat(made.agreement()).isEqualTo(Agreement.IDENTICAL);
    assertThat(made.iterations()).isEqualTo(2);
    assertThat(made.parts())
        .extracting(Part::name)
        .containsExactly("parameters after iteration 2", "losses");
    assertThat(made.parts().get(1).what()).isEqualTo("1 round");
    assertThatThrownBy(() -> reproduce(run, OptionalInt.of(3)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--rounds 3: the run has done 2 rounds of 2 iterations");
  }

  @Test
  void aHalfDoneRunIsMadeAgainAsFarAsItCame() throws IOException {
    java.nio.file.Path copy = copyOfRun();
    FileUtil.fullyDelete(copy.resolve("checkpoints/0000004-0000000001").toFile());
    FileUtil.fullyDelete(copy.resolve("scores").toFile());
    Files.delete(copy.resolve("state.json"));
    String metrics = Files.readString(copy.resolve("metrics.csv"));
    Files.writeString(
        copy.resolve("metrics.csv"), metrics.substring(0, metrics.indexOf("\n4,") + 1));
    Reproduction made = reproduce(copy, OptionalInt.empty());
    assertThat(made.agreement()).isEqualTo(Agreement.IDENTICAL);
    assertThat(made.iterations()).isEqualTo(2);
  }

  @Test
  void aRunThatNowLearnsAtAnotherRateDriftsAndEveryLayerIsMeasured() throws IOException {
    java.nio.file.Path copy = copyOfRun();
    edit(copy, "\"base-learning-rate\" : 0.001", "\"base-learning-rate\" : 0.002");
    edit(copy, "\"nd4j.classifier\" : \"", "\"nd4j.classifier\" : \"made-up-");
    Reproduction made = reproduce(copy, OptionalInt.empty());
    assertThat(made.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(made.parts()).hasSize(3);
    assertThat(made.parts().get(1).deviations().get(0).measure())
        .isEqualTo(Measure.Kind.LEARNING_RATE.of(2));
    assertThat(made.parts().get(0).deviations())
        .extracting(layer -> layer.measure().of())
        .containsExactly("conv1", "conv2", "conv3", "fc6", "fc7", "fc8");
    assertThat(made.parts()).allSatisfy(p -> assertThat(p.deviations()).isNotEmpty());
    assertThat(made.parts().get(0).deviations()).allMatch(layer -> layer.size() > 0);
    assertThat(made.provenance().get(0).toString())
        .startsWith("nd4j.classifier: made-up-")
        .contains("now ");
  }

  @Test
  void anotherThreadCountIsNamedAsTheCauseWithWhatToSet() throws IOException {
    java.nio.file.Path copy = copyOfRun();
    int here = Machine.threadsOfThisJvm();
    edit(copy, "\"threads\" : " + here + "\n", "\"threads\" : 77\n");
    Reproduction made = reproduce(copy, OptionalInt.empty());
    assertThat(made.agreement()).isEqualTo(Agreement.NOT_COMPARABLE);
    assertThat(made.unmet())
        .singleElement()
        .asString()
        .contains("threads differ")
        .contains("computed with 77")
        .contains("OMP_NUM_THREADS=" + here)
        .contains("Start again with OMP_NUM_THREADS=77");
    assertThat(dir.resolve("work")).doesNotExist();
  }

  @Test
  void aDatasetThatMovedOrChangedAndMissingPretrainedWeightsAreNotComparable() throws IOException {
    java.nio.file.Path moved = copyOfRun();
    edit(moved, "/dataset\"", "/elsewhere\"");
    assertThat(reproduce(moved, OptionalInt.empty()).unmet())
        .singleElement()
        .asString()
        .contains("the dataset moved")
        .contains("--dataset");
    assertThat(reproduce(moved, Optional.of(SampleDataset.path()), OptionalInt.of(1)).agreement())
        .isEqualTo(Agreement.IDENTICAL);

    java.nio.file.Path changed = copyOfRun();
    String sha = sha(changed);
    edit(changed, sha, sha.replace(sha.charAt(0), sha.charAt(0) == 'a' ? 'b' : 'a'));
    assertThat(reproduce(changed, OptionalInt.empty()).unmet())
        .singleElement()
        .asString()
        .contains("the dataset changed")
        .contains(sha);

    java.nio.file.Path tuned = copyOfRun();
    edit(tuned, "age_net_definitions", "age_finetuning_googlenet");
    assertThat(reproduce(tuned, OptionalInt.empty()).unmet())
        .singleElement()
        .asString()
        .contains("the pretrained weights are missing")
        .contains("bvlc_googlenet.caffemodel");
  }

  /** Network, crop, batch, mirror and solver from files; each command after needs the run alone. */
  @Test
  void aNetworkDefinedInPrototxtIsTrainedScoredReportedAndMadeAgain() throws IOException {
    java.nio.file.Path folder = Files.createDirectory(dir.resolve("age_tiny"));
    Files.writeString(folder.resolve("train_val.prototxt"), TINY);
    Files.writeString(
        folder.resolve("solver.prototxt"),
        "base_lr: 1e-5 lr_policy: 'poly' power: 1 max_iter: 6 snapshot: 3 momentum: 0.9");
    RunSettings settings =
        SettingsReader.read(
                Settings.load(Optional.empty(), List.of("train.workers=2")), TrainSettings::read)
            .forDefinition(
                DefinitionFolder.read(
                    FileStore.of(new Path(folder.toUri()), new Configuration()), Optional.empty()),
                0);
    RunDirectory trained =
        SmallRuns.train(spark, SampleDataset.path(), dir.resolve("runs"), settings);
    FileUtil.fullyDelete(folder.toFile());
    RunDirectory opened = RunDirectory.open(trained.path(), new Configuration());
    assertThat(opened.run().settings()).isEqualTo(settings);
    assertThat(settings.title()).matches("age_tiny-[0-9a-f]{10}/fold-0");
    assertThat(settings.batch()).isEqualTo(4);
    assertThat(settings.mirror()).isFalse();
    new ScoreJob(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            new ScoreSettings(Set.of(CropMode.CENTRE), 4),
            SampleDataset.silent())
        .run(SampleDataset.path(), opened, ScoreRequest.PUBLISHED);
    assertThat(
            new Gatherer(
                    SettingsReader.read(Settings.defaults(), ReportSettings::read),
                    new Configuration(),
                    SampleDataset.silent())
                .gather(RunFolder.read(new Path(dir.resolve("runs").toUri()), new Configuration()))
                .cells())
        .singleElement()
        .satisfies(cell -> assertThat(cell.key().run()).isEqualTo(settings.name()));
    Reproduction made =
        reproduce(java.nio.file.Path.of(trained.path().toUri()), OptionalInt.empty());
    assertThat(made.agreement()).isEqualTo(Agreement.IDENTICAL);
    assertThat(made.parts())
        .extracting(Part::name)
        .containsExactly(
            "parameters after iteration 6",
            "losses",
            "predictions of test faces aligned, centre crops");
  }

  @Test
  void aFlippedBitInAShardIsFoundBeforeAnythingIsTrained() throws IOException {
    java.nio.file.Path dataset = SmallRuns.copyOfDataset(dir.resolve("dataset"));
    SmallRuns.flipBit(dataset.resolve("shards/shard-00000.npy"), 100_000);
    assertThatThrownBy(
            () -> reproduce(run, Optional.of(new Path(dataset.toUri())), OptionalInt.of(1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("shards/shard-00000.npy");
    assertThat(dir.resolve("work")).doesNotExist();
  }

  @Test
  void aUsedWorkFolderIsRefused() throws IOException {
    Files.createDirectories(dir.resolve("work"));
    Files.writeString(dir.resolve("work/thesis.tex"), "dear");
    assertThatThrownBy(() -> reproduce(run, OptionalInt.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not empty");
  }

  private Reproduction reproduce(java.nio.file.Path which, OptionalInt rounds) {
    return reproduce(which, Optional.empty(), rounds);
  }

  private Reproduction reproduce(
      java.nio.file.Path which, Optional<Path> dataset, OptionalInt rounds) {
    return new ReproduceJob(
            spark, new Path(dir.resolve("models").toUri()), 1, SampleDataset.silent())
        .run(
            new ReproduceRequest(
                new Path(which.toUri()),
                dataset,
                rounds,
                new Path(dir.resolve("work").toUri()),
                Band.ZERO));
  }

  private java.nio.file.Path copyOfRun() throws IOException {
    java.nio.file.Path copy = Files.createTempDirectory(dir, "run");
    FileUtil.copy(
        run.toFile(),
        FileSystem.getLocal(new Configuration()).getRaw(),
        new Path(copy.resolve("it").toUri()),
        false,
        new Configuration());
    return copy.resolve("it");
  }

  private static void edit(java.nio.file.Path copy, String from, String to) throws IOException {
    java.nio.file.Path file = copy.resolve("run.json");
    String before = Files.readString(file);
    assertThat(before).contains(from);
    Files.writeString(file, before.replace(from, to));
  }

  private static String sha(java.nio.file.Path copy) throws IOException {
    String text = Files.readString(copy.resolve("run.json"));
    return text.replaceAll("(?s).*\"dataset-sha256\" : \"([0-9a-f]+)\".*", "$1");
  }
}
