// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * The slots that a piece of work may compute on. It acquires a permit before it starts tasks and
 * releases it before it does what needs the driver only, such as writing files, so that others
 * compute meanwhile.
 */
public interface SlotShare {
  /** Tasks that it may have at the same time, at least 1. */
  int slots();

  /**
   * How many of so many tasks may be in one Spark job: one job of all keeps every slot busy, but
   * takes slots from others.
   */
  int together(int tasks);

  /**
   * What the work on a run is called: Spark's job group, and the bar that shows how far it is.
   *
   * @param run the run's own title
   */
  default String title(String run) {
    return run;
  }

  /** Waits until the slots are free. */
  Permit acquire();

  /** Slots in use until they are released. */
  interface Permit {
    /** Lets others have the slots; a second time does nothing. */
    void release();
  }

  /** All slots, at once: for work that has the cluster to itself. */
  static SlotShare all(JavaSparkContext spark) {
    return new SlotShare() {
      @Override
      public int slots() {
        return Slots.of(spark);
      }

      @Override
      public int together(int tasks) {
        return tasks;
      }

      @Override
      public Permit acquire() {
        return () -> {};
      }
    };
  }
}
