package io.agegender.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agegender.jobs.spark.SlotShare;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @Test
  void whoWaitsForALaneIsNotStalledAndComputesWhenOneIsGivenBack() throws InterruptedException {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (StallWatch watch =
        new StallWatch(Duration.ofMillis(200), "sweep.stall-timeout", cancelled::add)) {
      Lanes lanes = new Lanes(1, 2);
      SlotShare.Turn first = lanes.share("first", watch).take();
      watch.begin("second");
      List<String> computing = new CopyOnWriteArrayList<>();
      pool.execute(
          () -> {
            SlotShare.Turn turn = lanes.share("second", watch).take();
            computing.add("second");
            turn.giveBack();
            watch.end("second");
          });
      // Longer than what counts as stalled.
      Thread.sleep(600);
      assertThat(computing).isEmpty();
      first.giveBack();
      await().atMost(Duration.ofSeconds(10)).until(() -> !computing.isEmpty());
      assertThat(cancelled).isEmpty();
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTurnThatIsGivenBackTwiceFreesOneLane() {
    try (StallWatch watch =
        new StallWatch(Duration.ofMinutes(1), "sweep.stall-timeout", cancelled::add)) {
      Lanes lanes = new Lanes(2, 1);
      SlotShare share = lanes.share("run", watch);
      SlotShare.Turn turn = share.take();
      turn.giveBack();
      turn.giveBack();
      assertThat(lanes.free()).isEqualTo(2);
    }
  }
}
