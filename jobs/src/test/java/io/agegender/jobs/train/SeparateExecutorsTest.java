package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.jobs.LocalCluster;
import io.agegender.jobs.SampleDataset;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
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
    RunSettings settings =
        TrainRuns.settings(31, 9, 3, 6, new SolverSettings(0.001, 0.1, 5, 0.9, 0.0005));
    org.apache.hadoop.fs.Path dataset = SampleDataset.path();
    String expected;
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      expected = sha256(TrainRuns.train(spark, dataset, path("local"), settings));
    }
    AtomicInteger lost = new AtomicInteger();
    try (LocalCluster cluster = LocalCluster.start(dir.resolve("spark"))) {
      assertThat(sha256(TrainRuns.train(cluster.spark(), dataset, path("cluster"), settings)))
          .isEqualTo(expected);
      cluster.spark().sparkContext().addSparkListener(countingLost(lost));
      TrainResult disturbed =
          TrainRuns.train(
              cluster.spark(),
              dataset,
              path("killed"),
              settings,
              TrainRuns.telling(
                  done -> {
                    if (done == 3) {
                      killOneInATask(cluster);
                    }
                  }));
      assertThat(sha256(disturbed)).isEqualTo(expected);
      await().atMost(Duration.ofSeconds(20)).until(() -> lost.get() > 0);
      // Spark starts another one in its place.
      await().atMost(Duration.ofSeconds(60)).until(() -> LocalCluster.executors().size() == 2);
    }
  }

  private static SparkListener countingLost(AtomicInteger lost) {
    return new SparkListener() {
      @Override
      public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof ExecutorLostFailure) {
          lost.incrementAndGet();
        }
      }
    };
  }

  /** Returns at once; kills when tasks of both workers run. */
  private static void killOneInATask(LocalCluster cluster) {
    Thread killer =
        new Thread(
            () -> {
              await()
                  .pollInterval(Duration.ofMillis(10))
                  .atMost(Duration.ofSeconds(30))
                  .until(() -> cluster.activeTasks() == 2);
              LocalCluster.executors().get(0).destroyForcibly(); // SIGKILL.
            });
    killer.setDaemon(true);
    killer.start();
  }

  private static String sha256(TrainResult result) {
    return result.state().parameterSha256();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
  }
}
