// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.solver.SolverSettings;
import java.io.Serializable;

/**
 * How one run is trained.
 *
 * @param solver learning rate, momentum, weight decay
 * @param trainedOn the faces and the mean image that the run learns from: the configuration's
 *     alignment, but for gender_finetuning_googlenet_mixed, which the original trained on unaligned
 *     faces
 * @param batchSize faces in a minibatch, at least 1
 * @param iterations minibatches in all, at least 1
 * @param snapshotInterval iterations between two snapshots, at least 1
 */
public record Schedule(
    SolverSettings solver, Alignment trainedOn, int batchSize, int iterations, int snapshotInterval)
    implements Serializable {

  /**
   * @throws UsageException if a number is below 1
   */
  public Schedule {
    require("batch size", batchSize);
    require("number of iterations", iterations);
    require("snapshot interval", snapshotInterval);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new UsageException(
          "schedule: the %s is %d; it must be at least 1".formatted(name, value));
    }
  }
}
