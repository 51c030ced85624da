// SPDX-License-Identifier: Apache-2.0
/**
 * Training on Spark: rounds of parameter averaging that are bitwise identical on any executors. The
 * driver cuts the rounds, executors train with DL4J's parameter-averaging worker and average in
 * worker order.
 */
package io.agegender.jobs.train;
