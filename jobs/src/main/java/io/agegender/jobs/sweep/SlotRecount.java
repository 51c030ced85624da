// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.apache.spark.util.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts slots again and again. A number counts once it was seen twice: executors register one
 * after the other, and one that died is replaced within a moment.
 */
final class SlotRecount implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotRecount.class);

  private final ScheduledExecutorService clock =
      ThreadUtils.newDaemonSingleThreadScheduledExecutor("slot-recount");
  private final IntSupplier slots;
  private final IntConsumer counted;
  private int before = -1;

  /**
   * @param period between two looks
   * @param slots how many there are at the moment
   * @param counted is told of each number that lasts
   */
  SlotRecount(Duration period, IntSupplier slots, IntConsumer counted) {
    this.slots = slots;
    this.counted = counted;
    if (!period.isZero()) {
      // Ended with the clock; what look() throws is logged there.
      Future<?> unused =
          clock.scheduleWithFixedDelay(
              this::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Never counts. */
  static SlotRecount none() {
    return new SlotRecount(Duration.ZERO, () -> 0, slots -> {});
  }

  private void look() {
    try {
      int now = slots.getAsInt();
      if (now == before) {
        counted.accept(now);
      }
      before = now;
    } catch (RuntimeException e) {
      // The sweep continues with the slots that it knows of.
      LOG.warn("the slots of the executors could not be counted: {}", e.toString());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
