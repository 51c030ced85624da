// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.jobs.spark.SlotShare;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComputePermitsTest {
  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @Test
  void whoWaitsForAPermitIsNotStalledAndComputesWhenOneIsReleased() throws InterruptedException {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    AtomicLong nanos = new AtomicLong();
    try (StallWatch watch =
        new StallWatch(Duration.ofHours(1), "sweep.stall-timeout", cancelled::add, nanos::get)) {
      ComputePermits permits = new ComputePermits(1, 2);
      SlotShare.Permit first = permits.share("first", watch).acquire();
      watch.begin("second");
      List<String> computing = new CopyOnWriteArrayList<>();
      pool.execute(
          () -> {
            SlotShare.Permit permit = permits.share("second", watch).acquire();
            computing.add("second");
            permit.release();
            watch.end("second");
          });
      await().atMost(Duration.ofSeconds(10)).until(permits::isAwaited);
      nanos.set(Duration.ofHours(2).toNanos());
      watch.look();
      assertThat(computing).isEmpty();
      first.release();
      await().atMost(Duration.ofSeconds(10)).until(() -> !computing.isEmpty());
      assertThat(cancelled).isEmpty();
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @SuppressWarnings("try") // It counts by itself until it is closed.
  void lanesFollowTheSlotsAndWhatIsHeldStaysHeld() throws InterruptedException {
    RunLanes lanes = new RunLanes(1, 2);
    AtomicInteger slots = new AtomicInteger(2);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger computing = new AtomicInteger();
    try (StallWatch watch =
            new StallWatch(Duration.ofMinutes(1), "sweep.stall-timeout", cancelled::add);
        SlotRecount recount =
            new SlotRecount(
                Duration.ofMillis(20), slots::get, now -> lanes.resize(Math.max(1, now / 2)))) {
      for (int run = 0; run < 4; run++) {
        String title = "run " + run;
        lanes
            .pool()
            .execute(
                () -> {
                  SlotShare.Permit permit = lanes.permits().share(title, watch).acquire();
                  computing.incrementAndGet();
                  awaitUnchecked(end);
                  permit.release();
                });
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> computing.get() == 1);
      slots.set(6); // Executors came.
      await().atMost(Duration.ofSeconds(10)).until(() -> computing.get() == 3);
      slots.set(0); // All have gone: what computes is not disturbed, nothing more starts.
      await().atMost(Duration.ofSeconds(10)).until(() -> lanes.permits().free() == -2);
      assertThat(computing).hasValue(3);
      end.countDown();
      await().atMost(Duration.ofSeconds(10)).until(() -> computing.get() == 4);
    } finally {
      end.countDown();
      lanes.pool().shutdown();
      assertThat(lanes.pool().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(lanes.permits().free()).isEqualTo(1);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPermitThatIsReleasedTwiceIsFreeOnce() {
    try (StallWatch watch =
        new StallWatch(Duration.ofMinutes(1), "sweep.stall-timeout", cancelled::add)) {
      ComputePermits permits = new ComputePermits(2, 1);
      SlotShare share = permits.share("run", watch);
      SlotShare.Permit permit = share.acquire();
      permit.release();
      permit.release();
      assertThat(permits.free()).isEqualTo(2);
    }
  }
}
