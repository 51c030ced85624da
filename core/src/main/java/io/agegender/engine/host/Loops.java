// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Loops over all threads of the common pool; each index is computed by one of them. */
final class Loops {
  private static final int RUN = 16_384;

  private Loops() {}

  /** Work of a range of numbers. */
  interface Range {
    /** From the first to before the last. */
    void accept(int from, int to);
  }

  /** Calls the body for 0 to count - 1. */
  static void each(int count, IntConsumer body) {
    IntStream.range(0, count).parallel().forEach(body);
  }

  /** Calls the body for runs of numbers that make up 0 to count - 1. */
  static void runs(long count, Range body) {
    int numbers = Math.toIntExact(count);
    each(
        (numbers + RUN - 1) / RUN,
        run -> body.accept(run * RUN, Math.min(numbers, (run + 1) * RUN)));
  }
}
