package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.SolverSettings;
import io.agegender.training.Rounds;
import io.agegender.training.Shuffle;
import java.io.Serializable;

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
   * The same run, cut off after an iteration; until there every bit is the same.
   *
   * @param last how many iterations, at least 1; more than the run has change nothing
   */
  public RunSettings until(int last) {
    return new RunSettings(
        name,
        testFold,
        trainedOn,
        schedule,
        solver,
        batch,
        batchMode,
        Math.min(iterations, last),
        checkpointEvery,
        workers,
        averagingFrequency,
        shuffle,
        seed,
        threads);
  }

  /** The run in one word, for logs and Spark's job groups: {@code age_net_definitions/fold-0}. */
  public String title() {
    return name + "/fold-" + testFold;
  }
}
