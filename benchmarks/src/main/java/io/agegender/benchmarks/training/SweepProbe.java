// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.jobs.spark.SparkDefaults;
import io.agegender.jobs.sweep.SweepJob;
import io.agegender.jobs.sweep.SweepResult;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.score.ScoreSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The sweep of {@link SweepBenchmark}, in a JVM of its own, because its start is measured, too. */
final class SweepProbe {
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);

  private SweepProbe() {}

  /** Arguments: dataset, slots, iterations, and the file that gets the table. */
  public static void main(String[] arguments) throws IOException {
    int slots = Integer.parseInt(arguments[1]);
    Config config = config(Integer.parseInt(arguments[2]));
    java.nio.file.Path runs = Files.createTempDirectory("agegender-sweep");
    SparkConf conf =
        new SparkConf()
            .setAppName("sweep benchmark")
            .setMaster("local[%d]".formatted(slots))
            .set("spark.ui.enabled", "false")
            .set("spark.scheduler.mode", "FAIR");
    SlotUsage usage = new SlotUsage();
    SweepResult result;
    boolean removed;
    try (JavaSparkContext spark = new JavaSparkContext(SparkDefaults.addTo(conf))) {
      spark.sc().addSparkListener(usage);
      result =
          new SweepJob(
                  spark,
                  PretrainedSettings.of(new Path("pretrained")),
                  SettingsReader.read(config, ScoreSettings::read),
                  (task, total, unit) -> new LogProgress(task, total, unit, LOG_INTERVAL),
                  Tracker.NONE)
              .run(
                  new SweepJob.Places(
                      new Path(arguments[0]), new Path(runs.toUri()), Settings.render(config)),
                  SettingsReader.read(config, SweepSettings::read),
                  SettingsReader.read(config, TrainSettings::read));
    } finally {
      removed = FileUtil.fullyDelete(runs.toFile());
    }
    if (!removed) {
      throw new FailedException("cannot remove " + runs);
    }
    if (!result.failures().isEmpty()) {
      throw new FailedException("runs failed: " + result.failures());
    }
    double start = (usage.began() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    Files.writeString(
        java.nio.file.Path.of(arguments[3]),
        String.format(
            Locale.ROOT,
            "%d runs on %d slots in %.1f s: slots busy %.1f %% of the time%n"
                + "from the start of the JVM to the first iteration: %.1f s%n",
            result.outcomes().size(),
            slots,
            usage.seconds(),
            100 * usage.share(slots),
            start));
  }

  private static Config config(int iterations) {
    return Settings.load(
        Optional.empty(),
        List.of(
            "train.schedule=sample",
            "train.missing-classes=warn",
            "schedules.sample.net_definitions={iterations=%d,snapshot-interval=%d,batch-size=8}"
                .formatted(iterations, iterations),
            "schedules.sample.googlenet={iterations=%d,snapshot-interval=%d,batch-size=4}"
                .formatted(Math.max(1, iterations / 3), Math.max(1, iterations / 3)),
            "sweep.initialisations=[fromscratch]",
            "sweep.architectures=[net_definitions,googlenet]",
            "sweep.alignments=[aligned,unaligned]",
            "score.crop-modes=[centre]"));
  }
}
