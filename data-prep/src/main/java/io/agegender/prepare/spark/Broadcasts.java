// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.spark;

import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees what executors were sent. */
public final class Broadcasts {
  private static final Logger LOG = LoggerFactory.getLogger(Broadcasts.class);

  private Broadcasts() {}

  /**
   * Removes a broadcast everywhere and waits until that is done. {@link Broadcast#destroy()} only
   * asks for it; the driver's reference is gone a moment later, so that at the next garbage
   * collection Spark's cleaner removes the same blocks at the same time, and both warn of what the
   * other one has removed.
   */
  public static void destroy(Broadcast<?> broadcast) {
    try {
      broadcast.destroy(true);
    } catch (Exception e) { // Spark's Scala throws checked exceptions without declaring them.
      LOG.warn("an executor keeps {} for as long as it lives: {}", broadcast, e.toString());
    }
  }
}
