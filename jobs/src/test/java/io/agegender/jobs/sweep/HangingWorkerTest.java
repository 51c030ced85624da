// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.score.ScoreRequest;
import io.agegender.jobs.tracking.Tracker;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunState.Phase;
import io.agegender.score.ScoreSettings;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FaultyFileSystem.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that waits for ever for a file. */
@Tag("slow")
class HangingWorkerTest {
  @TempDir java.nio.file.Path dir;

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @Test
  void oneThatHangsOnceIsCancelledAndTriedAgain() throws IOException {
    SweepResult result = sweep(1, 101);
    assertThat(FaultyFileSystem.left()).isZero();
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void oneThatAlwaysHangsEndsTheRunAfterItsRetriesWithItsLastProgress() throws IOException {
    SweepResult result = sweep(Integer.MAX_VALUE, 102);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.problem())
                    .contains("no progress for 6 s (sweep.stall-timeout)")
                    .contains("0 of 2 iterations"));
    assertThat(Integer.MAX_VALUE - FaultyFileSystem.left()).as("attempts").isEqualTo(2);
    assertThat(RunDirectory.list(runs(), new Configuration()).get(0).state().orElseThrow().phase())
        .isEqualTo(Phase.FAILED);
  }

  /**
   * @param hangs how often
   * @param seed another one for each test: executors keep what they opened for a run
   */
  private SweepResult sweep(int hangs, long seed) throws IOException {
    Config config =
        Settings.load(
            Optional.empty(),
            List.of(
                "seed=" + seed,
                "train.schedule=sample",
                "schedules.sample.net_definitions={iterations=2,snapshot-interval=2,batch-size=2}",
                "sweep.targets=[age]",
                "sweep.initialisations=[fromscratch]",
                "sweep.architectures=[net_definitions]",
                "sweep.alignments=[aligned]",
                "sweep.test-folds=[0]",
                "sweep.stall-timeout=6s",
                "train.missing-classes=warn",
                "sweep.retries=1",
                "score.crop-modes=[centre]",
                "score.batch-size=4"));
    java.nio.file.Path dataset = java.nio.file.Path.of(SampleDataset.path().toUri().getPath());
    Path faulty = FaultyFileSystem.path(Files.createSymbolicLink(dir.resolve("dataset"), dataset));
    try (SparkSession spark = SampleDataset.spark("local[2]")) {
      FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
      FaultyFileSystem.set(
          Fault.OPEN_HANGS,
          hangs,
          name ->
              name.endsWith("manifest.json")
                  && Thread.currentThread().getName().startsWith("agegender-compute"));
      SweepSettings sweep = SettingsReader.read(config, SweepSettings::read);
      TrainSettings train = SettingsReader.read(config, TrainSettings::read);
      return new SweepJob(
              new JavaSparkContext(spark.sparkContext()),
              PretrainedSettings.of(new Path("file:///none")),
              SettingsReader.read(config, ScoreSettings::read),
              SampleDataset.silent(),
              Tracker.NONE)
          .run(
              new SweepJob.Places(faulty, runs(), "a = 1\n"),
              sweep,
              train,
              sweep.runs(train).stream().map(SweptRun::of).toList(),
              ScoreRequest.PUBLISHED,
              clock());
    }
  }

  /** Stands still but while a worker hangs: nothing else is a stall, however slow the machine. */
  private static LongSupplier clock() {
    AtomicLong nanos = new AtomicLong();
    return () ->
        FaultyFileSystem.hangs() ? nanos.addAndGet(TimeUnit.SECONDS.toNanos(7)) : nanos.get();
  }

  private Path runs() {
    return new Path(dir.resolve("runs").toUri());
  }
}
