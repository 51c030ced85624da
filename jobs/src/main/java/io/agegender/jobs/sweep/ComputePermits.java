// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.foundation.error.FailedException;
import io.agegender.jobs.spark.SlotShare;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Permits to compute, each on W slots. A run holds one permit, so that no run waits for another
 * one's tasks. Runs that prepare or save need none; first come, first served.
 */
final class ComputePermits {
  private final Permits free;
  private final int slots;
  private int permits;

  /** A semaphore whose number of permits can sink below what is held. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    Permits(int permits) {
      super(permits, true);
    }

    void withdraw(int number) {
      reducePermits(number);
    }
  }

  /**
   * @param permits runs that compute at the same time
   * @param slots of each
   */
  ComputePermits(int permits, int slots) {
    this.free = new Permits(permits);
    this.permits = permits;
    this.slots = slots;
  }

  /** Permits that nobody holds; below 0 while more are held than there shall be. */
  int free() {
    return free.availablePermits();
  }

  /** Whether a run waits for a permit. */
  boolean isAwaited() {
    return free.hasQueuedThreads();
  }

  /** Changes how many permits there are; those that are held stay held. */
  synchronized void resize(int wanted) {
    if (wanted > permits) {
      free.release(wanted - permits);
    } else {
      free.withdraw(permits - wanted);
    }
    permits = wanted;
  }

  /** The share of one run; waiting for a permit is not a stall. */
  SlotShare share(String title, StallWatch watch) {
    return new SlotShare() {
      @Override
      public String title(String run) {
        return title;
      }

      @Override
      public int slots() {
        return slots;
      }

      @Override
      public int together(int tasks) {
        return slots;
      }

      @Override
      public Permit acquire() {
        if (!free.tryAcquire()) {
          watch.end(title);
          await();
          watch.begin(title);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
          if (held.getAndSet(false)) {
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
