// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall-clock and CPU time of this JVM for one piece of work, in seconds. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double NANOS = 1e9;

  /** Work that may fail. */
  interface Work {
    void run() throws Exception;
  }

  /** What it took. */
  record Lap(double wall, double cpu) {}

  private Stopwatch() {}

  static Lap measure(Work work) throws Exception {
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    work.run();
    return new Lap((System.nanoTime() - wall) / NANOS, (SYSTEM.getProcessCpuTime() - cpu) / NANOS);
  }
}
