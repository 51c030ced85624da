// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.definitions.DefinedRun;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.jobs.spark.Machine;
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
 * @param averaging how several workers train one network
 * @param shuffle when the order of the samples changes
 * @param seed of everything random
 * @param threads of one worker's arithmetic
 * @param retention which checkpoints stay
 */
public record TrainSettings(
    Schedules schedules,
    String schedule,
    Averaging averaging,
    Shuffle shuffle,
    long seed,
    int threads,
    Retention retention) {
  /**
   * How several workers train one network.
   *
   * @param workers how many they are
   * @param interval steps between two averagings
   * @param batchMode what the schedule's batch means for them
   */
  public record Averaging(int workers, int interval, BatchMode batchMode) {}

  /**
   * @throws UsageException if a value is out of its range
   */
  public static TrainSettings read(SettingsReader settings) {
    SettingsReader train = settings.section("train");
    int threads = train.atLeast("threads", 0);
    return new TrainSettings(
        Schedules.read(settings),
        train.parsed("schedule", Schedules::requireName),
        new Averaging(
            train.atLeast("workers", 1),
            train.atLeast("averaging-frequency", 1),
            train.choice(BatchMode.class, "batch-mode")),
        train.choice(Shuffle.class, "shuffle"),
        settings.seed("seed"),
        threads == 0 ? Machine.threadsOfThisJvm() : threads,
        new Retention(train.atLeast("keep-checkpoints", 1), train.atLeast("keep-best", 0)));
  }

  /**
   * The settings of one run.
   *
   * @throws UsageException if the schedule does not know the configuration, or the batch cannot be
   *     split
   */
  public RunSettings forRun(RunName name, int testFold) {
    return run(
        new DefinedRun(name, schedule, schedules.of(schedule, name, testFold), true), testFold);
  }

  /**
   * The settings of the run that a folder of Caffe's definitions says. Network, solver, batch,
   * mirror, iterations and snapshots are the folder's, the rest is this section's.
   *
   * @throws UsageException as {@link DefinedRun#of} says, or if the batch cannot be split
   */
  public RunSettings forDefinition(DefinitionFolder folder, int testFold) {
    return run(DefinedRun.of(folder, testFold, schedules, schedule), testFold);
  }

  private RunSettings run(DefinedRun run, int testFold) {
    Schedule chosen = run.schedule();
    return RunSettings.builder(run.name())
        .testFold(testFold)
        .trainedOn(chosen.trainedOn())
        .schedule(run.scheduleName())
        .solver(chosen.solver())
        .batch(chosen.batchSize())
        .batchMode(averaging.batchMode())
        .iterations(chosen.iterations())
        .checkpointEvery(chosen.snapshotInterval())
        .workers(averaging.workers())
        .averagingFrequency(averaging.interval())
        .shuffle(shuffle)
        .seed(seed)
        .mirror(run.mirror())
        .threads(threads)
        .build();
  }
}
