// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import java.io.Serializable;
import java.util.List;

/**
 * What one worker learns from in one step.
 *
 * @param iteration the solver's iteration, from 0, that the learning rate follows
 * @param dropoutSeed the seed of the dropout masks
 * @param samples the samples, at least one
 */
public record Minibatch(int iteration, long dropoutSeed, List<AugmentedSample> samples)
    implements Serializable {}
