// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.cloud.S3Fault;
import io.agegender.cloud.S3Server;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults at the level of HTTP, with retries of S3A's that give up soon. */
@Tag("slow")
class OutageOnS3Test {
  private static final Duration TERM = Duration.ofSeconds(2);

  private final S3Server server = S3Server.get();
  private final byte[] content = new byte[1 << 20];

  @AfterEach
  void heal() {
    server.heal();
  }

  @Test
  void someSlowDownsAndResetsInTheMiddleOfAnUploadAreNotNoticed() {
    new Random(1).nextBytes(content);
    FileStore store = store("30s");
    server.fault(S3Fault.SLOW_DOWN, 3, request -> true);
    FileStore.Written written = store.write("slowed", out -> out.write(content));
    server.fault(S3Fault.RESET, 2, request -> request.puts("/cut"));
    assertThat(store.write("cut", out -> out.write(content))).isEqualTo(written);
    server.fault(S3Fault.RESET, 2, request -> request.path().endsWith("/cut"));
    assertThat(store.hash("cut")).isEqualTo(Sha256.of(content)).isEqualTo(written.sha256());
  }

  @Test
  void aStoreThatIsAwayForLongerThanATermDelaysAHolderAndCostsItNothing() throws Exception {
    FileStore store = store("1m");
    try (Lease lease = Lease.take(store.folder("held"), TERM)) {
      CompletableFuture<Void> back = away(TERM.multipliedBy(2));
      long began = System.nanoTime();
      FileStore.Written unused = store.write("held/state.json", out -> out.write(1));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(TERM);
      lease.check();
      assertThatThrownBy(() -> Lease.take(store.folder("held"), TERM))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("another job is writing there");
      back.get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void oneThatStaysAwayEndsTheWorkWithItsReason() {
    FileStore store = store("500ms");
    FileStore.Written unused = store.write("before", out -> out.write(1));
    server.fault(S3Fault.SLOW_DOWN, Integer.MAX_VALUE, request -> true);
    assertThatThrownBy(() -> store.write("after", out -> out.write(1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("cannot write s3a://bucket/outage/after: ")
        .hasMessageContaining("it was away for longer than storage.outage-patience");
    server.heal();
    assertThat(store.exists("after")).isFalse();
  }

  private CompletableFuture<Void> away(Duration time) {
    server.fault(S3Fault.RESET, Integer.MAX_VALUE, request -> true);
    ExecutorService clock = Executors.newSingleThreadExecutor();
    CompletableFuture<Void> back =
        CompletableFuture.runAsync(
            () -> {
              try {
                Thread.sleep(time.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              server.heal();
            },
            clock);
    clock.shutdown();
    return back;
  }

  private FileStore store(String patience) {
    Configuration configuration = server.configuration();
    configuration.set(Patience.SETTING, patience);
    configuration.set("fs.s3a.attempts.maximum", "2");
    configuration.set("fs.s3a.retry.limit", "1");
    configuration.set("fs.s3a.retry.interval", "50ms");
    configuration.set("fs.s3a.retry.throttle.limit", "1");
    configuration.setBoolean("fs.s3a.impl.disable.cache", true);
    return FileStore.of(new Path(S3Server.uri("outage")), configuration);
  }
}
