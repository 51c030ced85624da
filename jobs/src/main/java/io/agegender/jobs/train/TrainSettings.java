package io.agegender.jobs.train;

import com.typesafe.config.Config;
import io.agegender.config.Settings;
import io.agegender.jobs.executor.Threads;
import io.agegender.problem.Choice;
import io.agegender.problem.UsageException;
import io.agegender.run.BatchMode;
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
    int keepCheckpoints) {

  /**
   * @throws UsageException if a value is out of its range
   */
  public static TrainSettings from(Config config) {
    int threads = config.getInt("train.threads");
    return new TrainSettings(
        Schedules.from(config),
        config.getString("train.schedule"),
        atLeastOne(config, "train.workers"),
        atLeastOne(config, "train.averaging-frequency"),
        Choice.of(BatchMode.class, "train.batch-mode", config.getString("train.batch-mode")),
        Choice.of(Shuffle.class, "train.shuffle", config.getString("train.shuffle")),
        config.getLong("seed"),
        threads == 0 ? Threads.ofThisJvm() : threads,
        atLeastOne(config, "train.keep-checkpoints"));
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

  private static int atLeastOne(Config config, String path) {
    int value = config.getInt(path);
    if (value < 1) {
      throw new UsageException(
          "%s: %s = %d; it must be at least 1"
              .formatted(Settings.where(config, path), path, value));
    }
    return value;
  }
}
