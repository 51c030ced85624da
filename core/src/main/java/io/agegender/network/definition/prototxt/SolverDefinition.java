// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.solver.SolverSettings;
import java.util.List;
import java.util.Optional;

/**
 * A solver file of Caffe.
 *
 * @param net name of the network's file as the solver gives it, relative to where Caffe is started
 * @param solver learning rate, momentum, weight decay
 * @param iterations minibatches in all, {@code max_iter}; at least 1
 * @param snapshotInterval iterations between two snapshots; the whole run where the file names none
 * @param withoutMeaning fields that were there and mean nothing here, each once
 */
public record SolverDefinition(
    Optional<String> net,
    SolverSettings solver,
    int iterations,
    int snapshotInterval,
    List<String> withoutMeaning) {
  public SolverDefinition {
    withoutMeaning = List.copyOf(withoutMeaning);
  }
}
