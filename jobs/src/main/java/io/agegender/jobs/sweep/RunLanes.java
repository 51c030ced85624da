// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many runs of a sweep are under way; the number can change while they are. */
final class RunLanes {
  private static final Logger LOG = LoggerFactory.getLogger(RunLanes.class);

  private final ThreadPoolExecutor pool;
  private final ComputePermits permits;
  private int lanes;

  /**
   * @param lanes runs that compute at the same time
   * @param slots of each
   */
  RunLanes(int lanes, int slots) {
    this.lanes = lanes;
    this.permits = new ComputePermits(lanes, slots);
    this.pool =
        new ThreadPoolExecutor(
            threads(lanes), threads(lanes), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  /** Where runs are submitted, and start in this order. */
  ExecutorService pool() {
    return pool;
  }

  ComputePermits permits() {
    return permits;
  }

  /** Lets more runs start, or fewer; runs that have started continue to their end. */
  synchronized void resize(int wanted) {
    if (wanted == lanes) {
      return;
    }
    LOG.info("{} runs at a time from now on, {} before: executors came or went", wanted, lanes);
    permits.resize(wanted);
    // The core must never be above the maximum.
    if (wanted > lanes) {
      pool.setMaximumPoolSize(threads(wanted));
      pool.setCorePoolSize(threads(wanted));
    } else {
      pool.setCorePoolSize(threads(wanted));
      pool.setMaximumPoolSize(threads(wanted));
    }
    lanes = wanted;
  }

  /**
   * One more than compute: it prepares or saves meanwhile, so that no slot waits for the driver.
   */
  private static int threads(int lanes) {
    return lanes + 1;
  }
}
