// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Measures how much of the time slots run tasks, between the first start and the last end. */
final class SlotUsage extends SparkListener {
  private long first = Long.MAX_VALUE;
  private long last;
  private long busy;

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    add(task.taskInfo().launchTime(), task.taskInfo().finishTime());
  }

  /** Counts a task; milliseconds of any clock. */
  synchronized void add(long start, long end) {
    first = Math.min(first, start);
    last = Math.max(last, end);
    busy += end - start;
  }

  /** The share of slots' time that tasks took, 0 to 1; 0 before the first task. */
  synchronized double share(int slots) {
    return last > first ? (double) busy / (slots * (last - first)) : 0;
  }

  /** Seconds between the first start and the last end. */
  synchronized double seconds() {
    return Math.max(0, last - first) / 1e3;
  }

  /** Milliseconds since 1970 at which the first task started. */
  synchronized long began() {
    return first;
  }
}
