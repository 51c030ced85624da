// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel.host;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Momentum's three operations in one pass: the update is bound by memory. */
public final class HostMomentum {
  /** Numbers in a run: two of them fit the first-level cache. */
  private static final int RUN = 2048;

  private HostMomentum() {}

  /** {@code v = momentum * v + rate * gradient; gradient = v}, on row-major floats. */
  public static void apply(INDArray velocity, INDArray gradient, float momentum, float rate) {
    HostFloats state = HostFloats.of(velocity);
    HostFloats update = HostFloats.of(gradient);
    long length = velocity.length();
    int runs = Math.toIntExact((length + RUN - 1) / RUN);
    Threads.split(
        runs,
        (from, to) -> {
          float[] v = new float[RUN];
          float[] g = new float[RUN];
          for (int run = from; run < to; run++) {
            int start = run * RUN;
            int size = (int) Math.min(RUN, length - start);
            state.read(start, v, size);
            update.read(start, g, size);
            for (int i = 0; i < size; i++) {
              v[i] = momentum * v[i] + rate * g[i];
            }
            state.write(start, v, size);
            update.write(start, v, size);
          }
        });
    state.written();
    update.written();
  }
}
