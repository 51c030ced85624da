// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.Rounds;
import io.agegender.training.Shuffle;
import java.io.Serializable;
import java.util.Objects;

/**
 * All settings that the bits of one run follow from, apart from data and code.
 *
 * @param name the configuration
 * @param testFold the fold that is left out of training, 0 to 4
 * @param trainedOn the faces and the mean image that it learns from; the name's alignment but for
 *     one configuration of the original (see {@link Schedule})
 * @param schedule the name of the schedule that solver, batch and iterations were taken from
 * @param solver learning rate, momentum and decay
 * @param batch samples in a step; {@code batchMode} says of whom
 * @param batchMode whether the workers share a batch
 * @param iterations steps of the solver
 * @param checkpointEvery iterations between two checkpoints, at least 1
 * @param workers how many train at the same time and are averaged, at least 1
 * @param averagingFrequency steps between two averagings, at least 1
 * @param shuffle when the order of the samples changes
 * @param seed of everything random in the run
 * @param mirror whether half of the crops are mirrored left to right, as those of all built-in
 *     configurations are
 * @param threads threads of one worker's arithmetic; the bits depend on it
 */
public record RunSettings(
    RunName name,
    int testFold,
    Alignment trainedOn,
    String schedule,
    SolverSettings solver,
    int batch,
    BatchMode batchMode,
    int iterations,
    int checkpointEvery,
    int workers,
    int averagingFrequency,
    Shuffle shuffle,
    long seed,
    boolean mirror,
    int threads)
    implements Serializable {

  /** Steps of one worker alone between two reports to the driver, at most. */
  private static final int LONGEST_ROUND = 50;

  /**
   * @throws UsageException if the batch cannot be split among the workers evenly
   */
  public RunSettings {
    if (batchMode == BatchMode.SPLIT && batch % workers != 0) {
      throw new UsageException(
          ("a batch of %d cannot be split evenly among %d workers: change train.batch or train.workers,"
                  + " or set train.batch-mode = per-worker")
              .formatted(batch, workers));
    }
  }

  /**
   * How the run is cut into rounds. One worker has nothing to be averaged with: its rounds are
   * longer, up to the next checkpoint, because each costs the way of parameters and momentum to the
   * driver and back. The bits are the same.
   */
  public Rounds rounds() {
    int minibatch = batchMode == BatchMode.SPLIT ? batch / workers : batch;
    int steps =
        workers == 1
            ? Math.max(averagingFrequency, Math.min(checkpointEvery, LONGEST_ROUND))
            : averagingFrequency;
    return new Rounds(iterations, workers, steps, minibatch);
  }

  /**
   * As {@link #rounds}, for a device whose steps are so short that each round's way to the driver
   * counts: one worker's rounds are as long as the checkpoint interval. The bits are the same.
   */
  public Rounds longRounds() {
    Rounds rounds = rounds();
    return workers == 1
        ? new Rounds(
            iterations, 1, Math.max(averagingFrequency, checkpointEvery), rounds.minibatch())
        : rounds;
  }

  /**
   * The same run, cut off after an iteration; until there it is bitwise identical.
   *
   * @param last how many iterations, at least 1; more than the run has change nothing
   */
  public RunSettings until(int last) {
    return toBuilder().iterations(Math.min(iterations, last)).build();
  }

  /** The same run with checkpoints after other iterations; the bits are the same. */
  public RunSettings withCheckpointsEvery(int value) {
    return toBuilder().checkpointEvery(value).build();
  }

  /**
   * The same run for the classes of a dataset.
   *
   * @throws UsageException if the network is defined for another number of classes
   */
  public RunSettings withClasses(ClassLabels classes) {
    return classes.equals(name.classes()) ? this : toBuilder(name.withClasses(classes)).build();
  }

  /** The same run with another number of threads. */
  public RunSettings withThreads(int value) {
    return toBuilder().threads(value).build();
  }

  /** The run in one word, for logs and Spark's job groups: {@code age_net_definitions/fold-0}. */
  public String title() {
    return title(name, testFold);
  }

  /** That word of any run. */
  public static String title(RunName name, int testFold) {
    return name + "/fold-" + testFold;
  }

  /**
   * Settings of a configuration: fold 0, trained on its own faces, one worker with one thread, the
   * order of the samples never changes, seed 1, crops mirrored. Schedule, solver, batch and
   * iterations have no default.
   */
  public static Builder builder(RunName name) {
    return new Builder(name);
  }

  Builder toBuilder() {
    return toBuilder(name);
  }

  private Builder toBuilder(RunName other) {
    return new Builder(other)
        .testFold(testFold)
        .trainedOn(trainedOn)
        .schedule(schedule)
        .solver(solver)
        .batch(batch)
        .batchMode(batchMode)
        .iterations(iterations)
        .checkpointEvery(checkpointEvery)
        .workers(workers)
        .averagingFrequency(averagingFrequency)
        .shuffle(shuffle)
        .seed(seed)
        .mirror(mirror)
        .threads(threads);
  }

  /** Collects the settings by their names. Not thread-safe. */
  public static final class Builder {
    private final RunName name;
    private int testFold;
    private Alignment trainedOn;
    private String schedule;
    private SolverSettings solver;
    private int batch;
    private BatchMode batchMode = BatchMode.SPLIT;
    private int iterations;
    private int checkpointEvery = 1;
    private int workers = 1;
    private int averagingFrequency = 1;
    private Shuffle shuffle = Shuffle.ONCE;
    private long seed = 1;
    private boolean mirror = true;
    private int threads = 1;

    private Builder(RunName name) {
      this.name = name;
      this.trainedOn = name.alignment();
    }

    public Builder testFold(int value) {
      this.testFold = value;
      return this;
    }

    public Builder trainedOn(Alignment value) {
      this.trainedOn = value;
      return this;
    }

    public Builder schedule(String value) {
      this.schedule = value;
      return this;
    }

    public Builder solver(SolverSettings value) {
      this.solver = value;
      return this;
    }

    public Builder batch(int value) {
      this.batch = value;
      return this;
    }

    public Builder batchMode(BatchMode value) {
      this.batchMode = value;
      return this;
    }

    public Builder iterations(int value) {
      this.iterations = value;
      return this;
    }

    public Builder checkpointEvery(int value) {
      this.checkpointEvery = value;
      return this;
    }

    public Builder workers(int value) {
      this.workers = value;
      return this;
    }

    public Builder averagingFrequency(int value) {
      this.averagingFrequency = value;
      return this;
    }

    public Builder shuffle(Shuffle value) {
      this.shuffle = value;
      return this;
    }

    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    public Builder mirror(boolean value) {
      this.mirror = value;
      return this;
    }

    public Builder threads(int value) {
      this.threads = value;
      return this;
    }

    /**
     * @throws UsageException if the batch cannot be split among the workers evenly
     * @throws NullPointerException if schedule or solver is missing
     */
    public RunSettings build() {
      return new RunSettings(
          name,
          testFold,
          trainedOn,
          Objects.requireNonNull(schedule, "schedule"),
          Objects.requireNonNull(solver, "solver"),
          batch,
          batchMode,
          iterations,
          checkpointEvery,
          workers,
          averagingFrequency,
          shuffle,
          seed,
          mirror,
          threads);
    }
  }
}
