// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

/**
 * How far a run was at one of its checkpoints.
 *
 * @param iteration steps done
 * @param images that all workers together had learnt from
 * @param seconds of wall-clock time that its rounds took; scoring and checkpoints are not in it
 * @param trainingLoss mean since the checkpoint before, in nats
 * @param accuracy on the test faces, one centre crop each, 0 to 1
 * @param testLoss mean over the test faces of minus the logarithm of the true class's probability,
 *     in nats
 */
record Point(
    int iteration,
    long images,
    double seconds,
    double trainingLoss,
    double accuracy,
    double testLoss) {}
