package io.agegender.jobs.sweep;

import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.spark.SlotShare;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Divides the slots into lanes of W. A run computes in one lane only, so that it finds its network
 * where it left it and no run waits for another one's tasks. Runs that prepare or save need no
 * lane; first come, first served.
 */
final class Lanes {
  private final Semaphore free;
  private final int slots;

  /**
   * @param lanes runs that compute at the same time
   * @param slots of each
   */
  Lanes(int lanes, int slots) {
    this.free = new Semaphore(lanes, true);
    this.slots = slots;
  }

  /** Lanes that nobody computes in. */
  int free() {
    return free.availablePermits();
  }

  /** The share of one run; who waits for a lane is not stalled. */
  SlotShare share(String title, StallWatch watch) {
    return new SlotShare() {
      @Override
      public int slots() {
        return slots;
      }

      @Override
      public int together(int tasks) {
        return slots;
      }

      @Override
      public Turn take() {
        if (!free.tryAcquire()) {
          watch.end(title);
          await();
          watch.begin(title);
        }
        AtomicBoolean taken = new AtomicBoolean(true);
        return () -> {
          if (taken.getAndSet(false)) {
            free.release();
          }
        };
      }
    };
  }

  private void await() {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while it waited for free slots", e);
    }
  }
}
