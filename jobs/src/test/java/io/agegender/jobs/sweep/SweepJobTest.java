// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.agegender.adience.FaceOrigin;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.tracking.MlflowServer;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.tracking.TrackingSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.report.gather.RunFolder;
import io.agegender.report.gather.RunOutcome;
import io.agegender.run.RunDirectory;
import io.agegender.score.ScoreSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SweepJobTest {
  @TempDir java.nio.file.Path dir;

  @Test
  void runsAtTheSameTimeGiveTheBitsOfRunsOneByOneAndFinishedOnesAreSkipped() {
    SweepResult parallel = sweep("parallel", List.of());
    assertThat(parallel.failures()).isEmpty();
    assertThat(parallel.outcomes())
        .extracting(SweepResult.Outcome::title)
        .containsExactly("age_net_definitions/fold-0", "gender_net_definitions/fold-0");
    SweepResult oneByOne = sweep("one-by-one", List.of("sweep.parallel-runs=1"));
    assertThat(oneByOne).isEqualTo(parallel);
    assertThat(sweep("parallel", List.of())).isEqualTo(parallel);
    assertThat(RunFolder.read(path("parallel"), new Configuration()))
        .hasSize(2)
        .allSatisfy(run -> assertThat(run.outcome()).isEqualTo(RunOutcome.FINISHED))
        .allSatisfy(run -> assertThat(run.faces()).isEqualTo(FaceOrigin.SYNTHETIC))
        .allSatisfy(run -> assertThat(run.predictions()).hasSize(1));
  }

  @Test
  void aRunThatFailsIsListedAndDoesNotStopTheOthers() {
    SweepResult result =
        sweep(
            "partly",
            List.of(
                "sweep.alignments=[aligned,unaligned]",
                "sweep.targets=[age]",
                "schedules.sample.exceptions.age_net_definitions_unaligned=4",
                "schedules.solvers.net_definitions.fromscratch.base-learning-rate=1e12"));
    // Two iterations are over before the loss is no longer a number; four are not.
    assertThat(result.outcomes()).hasSize(2);
    assertThat(result.failures())
        .extracting(SweepResult.Outcome::title)
        .contains("age_net_definitions_unaligned/fold-0");
    assertThat(result.failures().get(0).problem()).contains("diverged");
    assertThat(RunDirectory.list(path("partly"), new Configuration())).hasSize(2);
  }

  @Test
  void eachRunHasAJobGroupAndAPoolOfItsOwnAndATrackingServerLearnsOfIt() throws IOException {
    Map<String, Set<String>> pools = new ConcurrentHashMap<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            pools
                .computeIfAbsent(
                    String.valueOf(job.properties().getProperty("spark.jobGroup.id")),
                    group -> ConcurrentHashMap.newKeySet())
                .add(String.valueOf(job.properties().getProperty("spark.scheduler.pool")));
          }
        };
    try (MlflowServer server = new MlflowServer()) {
      String uri = "mlflow.tracking-uri=" + server.uri();
      assertThat(sweep("followed", List.of(uri), Optional.of(listener)).failures()).isEmpty();
      assertThat(server.problems()).isEmpty();
      assertThat(server.runs()).hasSize(5).allMatch(run -> run.status.equals("FINISHED"));
      assertThat(server.runs())
          .filteredOn(run -> run.name.equals("age_net_definitions/fold-0"))
          .singleElement()
          .satisfies(
              run ->
                  assertThat(String.join("; ", run.metrics))
                      .containsPattern("^loss 2 [0-9.]+;.*accuracy-centre 2 ")
                      .contains("one-off-centre 2 "));
    }
    assertThat(pools)
        .containsEntry("age_net_definitions/fold-0", Set.of("age_net_definitions/fold-0"))
        .containsEntry("gender_net_definitions/fold-0", Set.of("gender_net_definitions/fold-0"));
  }

  private SweepResult sweep(String runs, List<String> overrides) {
    return sweep(runs, overrides, Optional.empty());
  }

  private SweepResult sweep(String runs, List<String> overrides, Optional<SparkListener> listener) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train.schedule=sample",
                "train.missing-classes=warn",
                "schedules.sample.net_definitions={iterations=2,snapshot-interval=1,batch-size=2}",
                "sweep.initialisations=[fromscratch]",
                "sweep.architectures=[net_definitions]",
                "sweep.alignments=[aligned]",
                "sweep.test-folds=[0]",
                "score.crop-modes=[centre]",
                "score.batch-size=4"));
    all.addAll(overrides);
    Config config = Settings.load(Optional.empty(), all);
    Path dataset = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark("local[2]");
        Tracker tracker = Tracker.from(SettingsReader.read(config, TrackingSettings::read))) {
      listener.ifPresent(spark.sparkContext()::addSparkListener);
      return new SweepJob(
              new JavaSparkContext(spark.sparkContext()),
              PretrainedSettings.of(path("none")),
              SettingsReader.read(config, ScoreSettings::read),
              SampleDataset.silent(),
              tracker)
          .run(
              new SweepJob.Places(dataset, path(runs), "a = 1\n"),
              SettingsReader.read(config, SweepSettings::read),
              SettingsReader.read(config, TrainSettings::read));
    }
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
