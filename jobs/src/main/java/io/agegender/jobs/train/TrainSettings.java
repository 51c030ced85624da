package io.agegender.jobs.train;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Threads;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.Schedule;
import io.agegender.run.Schedules;
import io.agegender.training.Shuffle;

/**
 * The section {@code train} of the configuration.
 *
 * @param schedules the solver settings of every configuration
 * @param schedule which of them: {@code published}, {@code committed} or {@code sample}
 * @param workers how many train one network
 * @param averagingFrequency steps between two averagings
 * @param batchMode what the schedule's batch means for several workers
 * @param shuffle when the order of the samples changes
 * @param seed of everything random
 * @param threads of one worker's arithmetic
 * @param keepCheckpoints how many of the newest stay
 * @param keepBest how many of those with the lowest training loss stay besides
 */
public record TrainSettings(
    Schedules schedules,
    String schedule,
    int workers,
    int averagingFrequency,
    BatchMode batchMode,
    Shuffle shuffle,
    long seed,
    int threads,
    int keepCheckpoints,
    int keepBest) {

  /**
   * @throws UsageException if a value is out of its range
   */
  public static TrainSettings from(Config config) {
    int threads = config.getInt("train.threads");
    return new TrainSettings(
        Schedules.from(config),
        config.getString("train.schedule"),
        atLeast(1, config, "train.workers"),
        atLeast(1, config, "train.averaging-frequency"),
        Choice.of(BatchMode.class, "train.batch-mode", config.getString("train.batch-mode")),
        Choice.of(Shuffle.class, "train.shuffle", config.getString("train.shuffle")),
        config.getLong("seed"),
        threads == 0 ? Threads.ofThisJvm() : threads,
        atLeast(1, config, "train.keep-checkpoints"),
        atLeast(0, config, "train.keep-best"));
  }

  /**
   * The settings of one run.
   *
   * @throws UsageException if the schedule does not know the configuration, or the batch cannot be
   *     split
   */
  public RunSettings forRun(RunName name, int testFold) {
    Schedule chosen = schedules.of(schedule, name, testFold);
    return new RunSettings(
        name,
        testFold,
        chosen.trainedOn(),
        schedule,
        chosen.solver(),
        chosen.batchSize(),
        batchMode,
        chosen.iterations(),
        chosen.snapshotInterval(),
        workers,
        averagingFrequency,
        shuffle,
        seed,
        threads);
  }

  /** Which checkpoints of a run stay. */
  public Retention retention() {
    return new Retention(keepCheckpoints, keepBest);
  }

  private static int atLeast(int least, Config config, String path) {
    int value = config.getInt(path);
    if (value < least) {
      throw new UsageException(
          "%s: %s = %d; it must be at least %d"
              .formatted(Settings.where(config, path), path, value, least));
    }
    return value;
  }
}
