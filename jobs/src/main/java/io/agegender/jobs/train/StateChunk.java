// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import java.io.Serializable;

/**
 * One chunk of one worker's result.
 *
 * @param report of the worker that it is from
 * @param values floats, little-endian
 */
record StateChunk(WorkerReport report, byte[] values) implements Serializable {}
