// SPDX-License-Identifier: Apache-2.0
/**
 * What a training step reads, as a function of seed, epoch and position alone: the order of the
 * samples, crops and mirrors, minibatches. The number of workers and shards changes nothing here;
 * that is what makes a run bitwise identical on any cluster.
 */
package io.agegender.training;
