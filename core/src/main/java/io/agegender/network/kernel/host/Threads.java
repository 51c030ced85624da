// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Splits the work of a kernel over as many threads as ND4J's own operations use ({@code
 * OMP_NUM_THREADS}), so that a Spark executor with several tasks is not overrun.
 */
public final class Threads {
  private static final int NUMBER =
      Math.max(1, NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
  private static final ForkJoinPool POOL = new ForkJoinPool(NUMBER);

  /** Works on the numbers from {@code from} to {@code to - 1}. */
  @FunctionalInterface
  public interface Range {
    /** Does the work. */
    void run(int from, int to);
  }

  private Threads() {}

  /**
   * Cuts 0 to {@code count - 1} into one range for each thread and runs them at the same time; the
   * calling thread takes the first. The numbers must not depend on each other, so that the number
   * of threads has no influence on the result.
   */
  public static void split(int count, Range work) {
    int shares = Math.min(NUMBER, count);
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int share = 1; share < shares; share++) {
      int from = bound(share, shares, count);
      int to = bound(share + 1, shares, count);
      others.add(POOL.submit(() -> work.run(from, to)));
    }
    work.run(0, bound(1, Math.max(1, shares), count));
    others.forEach(ForkJoinTask::join);
  }

  private static int bound(int share, int shares, int count) {
    return (int) ((long) count * share / shares);
  }
}
