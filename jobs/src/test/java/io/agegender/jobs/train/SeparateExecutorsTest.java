// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.jobs.LocalCluster;
import io.agegender.jobs.SampleDataset;
import io.agegender.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SeparateExecutorsTest {
  @TempDir Path dir;

  @Test
  void executorsOfTheirOwnGiveTheBitsOfLocalThreadsAlsoWhenOneIsKilledInATask() throws IOException {
    // Tasks that take about a second: time to kill one.
    RunSettings settings = TrainRuns.adienceNet(31, 9, 3, 6);
    org.apache.hadoop.fs.Path dataset = SampleDataset.path();
    String expected;
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      expected = sha256(TrainRuns.train(spark, dataset, path("local"), settings));
    }
    try (LocalCluster cluster = LocalCluster.start(dir.resolve("spark"))) {
      assertThat(sha256(TrainRuns.train(cluster.spark(), dataset, path("cluster"), settings)))
          .isEqualTo(expected);
      Killer killer = new Killer();
      cluster.spark().sparkContext().addSparkListener(killer);
      TrainResult disturbed =
          TrainRuns.train(
              cluster.spark(),
              dataset,
              path("killed"),
              settings,
              TrainRuns.telling(
                  done -> {
                    if (done == 3) {
                      killer.armedAt = System.currentTimeMillis();
                    }
                  }));
      assertThat(sha256(disturbed)).isEqualTo(expected);
      await().atMost(Duration.ofSeconds(20)).until(() -> killer.lost);
      // Spark starts another one in its place.
      await().atMost(Duration.ofSeconds(60)).until(() -> LocalCluster.executors().size() == 2);
    }
  }

  /** Once armed, kills an executor when the tasks of both workers of a round have started. */
  private static final class Killer extends SparkListener {
    private volatile long armedAt = Long.MAX_VALUE;
    private volatile boolean lost;
    private int started;

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      // Events may come late: tasks of the round before do not count.
      if (start.taskInfo().launchTime() >= armedAt && ++started == 2) {
        LocalCluster.executors().get(0).destroyForcibly(); // SIGKILL.
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof ExecutorLostFailure) {
        lost = true;
      }
    }
  }

  private static String sha256(TrainResult result) {
    return result.state().parameterSha256();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
  }
}
