package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.agegender.config.Settings;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunDirectory;
import io.agegender.score.ScoreSettings;
import io.agegender.score.report.RunFolder;
import io.agegender.score.report.RunOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
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
    // Two iterations are over before the loss is no number any more; four are not.
    assertThat(result.outcomes()).hasSize(2);
    assertThat(result.failures())
        .extracting(SweepResult.Outcome::title)
        .contains("age_net_definitions_unaligned/fold-0");
    assertThat(result.failures().get(0).problem()).contains("diverged");
    assertThat(RunDirectory.list(path("partly"), new Configuration())).hasSize(2);
  }

  private SweepResult sweep(String runs, List<String> overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train.schedule=sample",
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
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      return new SweepJob(
              new JavaSparkContext(spark.sparkContext()),
              path("none"),
              ScoreSettings.from(config),
              SampleDataset.silent())
          .run(
              new SweepJob.Places(dataset, path(runs), "a = 1\n"),
              SweepSettings.from(config),
              TrainSettings.from(config));
    }
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
