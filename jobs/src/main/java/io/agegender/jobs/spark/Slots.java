// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks the cluster runs at the same time: cores and GPUs over what a task takes. */
public final class Slots {
  /** Executors register one after the other; a number that stays for so long is all of them. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  private Slots() {}

  /**
   * Counts the slots; on a cluster it waits until no more executors come.
   *
   * @return at least 1, even if no executor came within a minute: Spark then says why and waits
   */
  public static int of(JavaSparkContext spark) {
    int slots = now(spark);
    long began = System.nanoTime();
    long settled = began;
    while (!spark.sc().isLocal()
        && System.nanoTime() - began < LONGEST_WAIT.toNanos()
        && (slots == 0 || System.nanoTime() - settled < SETTLED.toNanos())) {
      pause();
      int next = now(spark);
      if (next != slots) {
        slots = next;
        settled = System.nanoTime();
      }
    }
    return Math.max(1, slots);
  }

  /** The slots of the executors that there are at the moment, idle or not; 0 if there are none. */
  public static int now(JavaSparkContext spark) {
    SparkContext context = spark.sc();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors registered", e);
    }
  }
}
