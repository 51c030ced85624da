// SPDX-License-Identifier: Apache-2.0
/**
 * Spark sessions, slots and devices, and what lives in an executor's JVM from task to task: threads
 * that compute, open datasets, GPU binding.
 */
package io.agegender.jobs.spark;
