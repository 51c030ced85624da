// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.run.RunDirectory;
import io.agegender.run.RunState;

/**
 * How a training ended.
 *
 * @param directory of the run
 * @param state at its end
 * @param startedAt the iteration that this start went on from; the number of iterations if nothing
 *     was left to do
 */
public record TrainResult(RunDirectory directory, RunState state, int startedAt) {}
