// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.training.FloatChunks;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One chunk of the average over the workers.
 *
 * @param reports of all workers, in their order
 * @param values floats, little-endian
 */
record AveragedChunk(List<WorkerReport> reports, byte[] values) implements Serializable {
  /** Floats that are summed up at a time: few enough for the processor's cache. */
  private static final int BLOCK = 2048;

  /**
   * The mean of the workers' values, each weighted by the examples it learnt from. The sum runs in
   * worker order in double precision, so its bits do not depend on who finished first, and one
   * worker alone gives its own bits back.
   *
   * @param chunks the same chunk of every worker, in any order, at least one
   */
  static AveragedChunk average(Iterable<StateChunk> chunks) {
    List<StateChunk> ordered = new ArrayList<>();
    chunks.forEach(ordered::add);
    if (ordered.size() == 1) {
      return new AveragedChunk(List.of(ordered.get(0).report()), ordered.get(0).values());
    }
    ordered.sort(Comparator.comparingInt(p -> p.report().worker()));
    long total = ordered.stream().mapToLong(p -> p.report().examples()).sum();
    byte[] mean = new byte[ordered.get(0).values().length];
    FloatBuffer target = FloatChunks.floats(mean);
    double[] sum = new double[BLOCK];
    float[] values = new float[BLOCK];
    for (int first = 0; first < target.capacity(); first += BLOCK) {
      int count = Math.min(BLOCK, target.capacity() - first);
      Arrays.fill(sum, 0);
      for (StateChunk chunk : ordered) {
        double weight = (double) chunk.report().examples() / total;
        FloatChunks.floats(chunk.values()).get(first, values, 0, count);
        for (int i = 0; i < count; i++) {
          sum[i] += weight * values[i];
        }
      }
      for (int i = 0; i < count; i++) {
        values[i] = (float) sum[i];
      }
      target.put(first, values, 0, count);
    }
    return new AveragedChunk(ordered.stream().map(StateChunk::report).toList(), mean);
  }
}
