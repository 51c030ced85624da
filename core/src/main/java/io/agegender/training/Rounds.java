// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a run into averaging rounds. In a round each of W workers takes K steps from the same
 * parameters; then parameters and momentum are averaged. Step k of all workers together reads the
 * next W minibatches of the stream, worker by worker.
 *
 * @param iterations the number of steps of the whole run
 * @param workers W, at least 1
 * @param steps K, at least 1; the last round may be shorter
 * @param minibatch samples of one worker in one step
 */
public record Rounds(int iterations, int workers, int steps, int minibatch)
    implements Serializable {

  public Rounds {
    if (iterations < 1 || workers < 1 || steps < 1 || minibatch < 1) {
      throw new IllegalArgumentException(
          "iterations %d, workers %d, steps %d, minibatch %d: each must be at least 1"
              .formatted(iterations, workers, steps, minibatch));
    }
  }

  /** The first iteration after the round that starts at the given one. */
  public int end(int firstIteration) {
    return Math.min(iterations, firstIteration + steps);
  }

  /** The number of samples that all workers together have read before an iteration. */
  public long samplesBefore(int iteration) {
    return (long) iteration * workers * minibatch;
  }

  /**
   * The minibatches of the round that starts at an iteration, for each worker in the order of its
   * steps.
   *
   * @param seed the run's seed
   * @return a list of W lists of {@code end(firstIteration) - firstIteration} minibatches
   */
  public List<List<Minibatch>> cut(SampleStream stream, long seed, int firstIteration) {
    List<List<Minibatch>> byWorker = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      byWorker.add(new ArrayList<>(steps));
    }
    for (int iteration = firstIteration; iteration < end(firstIteration); iteration++) {
      for (int worker = 0; worker < workers; worker++) {
        long first = samplesBefore(iteration) + (long) worker * minibatch;
        List<AugmentedSample> samples = new ArrayList<>(minibatch);
        for (int i = 0; i < minibatch; i++) {
          samples.add(stream.at(first + i));
        }
        long dropout = Seeds.derive(seed, Seeds.Use.DROPOUT, iteration, worker);
        byWorker.get(worker).add(new Minibatch(iteration, dropout, List.copyOf(samples)));
      }
    }
    return byWorker;
  }
}
