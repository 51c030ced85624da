// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.benchmarks.process.ChildJvm;
import java.util.List;

/**
 * How well a sweep of many small runs uses its slots: AdienceNet and GoogLeNet for both targets, on
 * aligned and unaligned faces, five folds: 40 runs, trained and scored, with a checkpoint at the
 * end, on two slots of a JVM of their own.
 *
 * @param dataset to read from
 * @param iterations of each AdienceNet; GoogLeNet takes a third
 */
public record SweepBenchmark(String dataset, int iterations) {
  private static final int SLOTS = 2;

  /** Runs the sweep and returns what was measured, a line a figure. */
  public String run() {
    return ChildJvm.run(
        SweepProbe.class,
        Math.max(1, Runtime.getRuntime().availableProcessors() / SLOTS),
        List.of(dataset, String.valueOf(SLOTS), String.valueOf(iterations)));
  }
}
