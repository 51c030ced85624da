// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.cloud.S3Server;
import io.agegender.foundation.error.FailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LeaseOnS3Test {
  private static final int RACES = 40;
  private static final int AT_A_TIME = 10;
  private static final Duration TERM = Duration.ofMinutes(1);
  private static final Duration SETTLING = Duration.ofMillis(1500);

  private final S3Server server = S3Server.get();

  @Test
  void twoThatStartAtTheSameMomentNeverBothHaveIt() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2 * AT_A_TIME);
    try {
      List<Future<Boolean>> starts = new ArrayList<>();
      for (int race = 0; race < RACES; race++) {
        FileStore folder = store("races/" + race);
        CyclicBarrier together = new CyclicBarrier(2);
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
          starts.add(pool.submit(() -> hadIt(folder, together, both)));
        }
      }
      int[] winners = new int[3];
      for (int race = 0; race < RACES; race++) {
        int won = (starts.get(2 * race).get() ? 1 : 0) + (starts.get(2 * race + 1).get() ? 1 : 0);
        winners[won]++;
      }
      assertThat(winners[2]).as("races with two winners").isZero();
      assertThat(winners[1]).as("races with one").isGreaterThan(RACES * 9 / 10);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean hadIt(FileStore folder, CyclicBarrier together, CountDownLatch both)
      throws Exception {
    together.await();
    Optional<Lease> lease = Optional.empty();
    try {
      lease = Optional.of(Lease.take(folder, TERM, SETTLING));
    } catch (FailedException e) {
      assertThat(e).hasMessageContaining("other job");
    } finally {
      both.countDown();
    }
    both.await();
    if (lease.isEmpty()) {
      return false;
    }
    try (Lease held = lease.get()) {
      held.check();
    }
    return true;
  }

  private FileStore store(String key) {
    return FileStore.of(new Path(S3Server.uri(key)), server.configuration());
  }
}
