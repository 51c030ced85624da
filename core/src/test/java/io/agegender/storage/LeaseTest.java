// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.storage.LeaseHolder.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
  private static final Duration TERM = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final int RACES = 200;

  @TempDir Path dir;

  @Test
  void aLeaseIsHeldByOneAndNothingStaysOfIt() {
    try (Lease lease = Lease.take(store(), TERM)) {
      assertThatThrownBy(() -> Lease.take(store(), TERM))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("another job is writing there")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      lease.check();
      assertThat(lease.epoch()).isEqualTo(1);
    }
    assertThat(dir.resolve("set/_lease")).doesNotExist();
  }

  @Test
  void theLeaseOfAProcessThatIsGoneIsTakenAtOnceAndOneThatWokeUpHasLostIt() throws IOException {
    Place here = Place.here();
    assertThat(here.isAlive()).isTrue();
    claim(4, holder(new Place("x", here.bootId(), here.pidNamespace(), here.pid(), 1)));
    Lease lease = Lease.take(store(), Duration.ofDays(1));
    assertThat(lease.epoch()).isEqualTo(5);
    assertThat(dir.resolve("set/_lease").toFile().list()).containsExactly("0000000005");
    claim(6, holder(new Place("elsewhere.example", "b", "n", 1, 1)));
    assertThatThrownBy(lease::check)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("the lease was lost: process 1 on elsewhere.example has it");
    lease.close();
    assertThat(dir.resolve("set/_lease/0000000006")).exists();
  }

  @Test
  void aProcessThatHasEndedIsGoneAlsoWhileItsParentTakesNoNote() throws IOException {
    String here = Files.readString(Path.of("/proc/self/stat"));
    assertThat(Place.startTicks(here)).isEqualTo(Place.here().startTicks());
    assertThat(Place.startTicks(here.replaceFirst("\\) [A-Z] ", ") Z "))).isEqualTo(-1);
  }

  @Test
  void afterASilentHolderATraceStaysUntilTheEndOfDays() throws IOException {
    // Another container on this very machine, whose process number means another process here.
    Place here = Place.here();
    claim(1, holder(new Place("x", here.bootId(), "pid:[1]", here.pid(), here.startTicks())));
    Lease second = Lease.take(store(), TERM, SETTLING, clock(() -> {}));
    assertThat(second.epoch()).isEqualTo(2);
    second.close();
    assertThat(dir.resolve("set/_lease").toFile().list()).containsExactly("0000000002");
    Lease third = Lease.take(store(), Duration.ofDays(1));
    assertThat(third.epoch()).isEqualTo(3);
    third.close();
    assertThat(dir.resolve("set/_lease").toFile().list()).containsExactly("0000000003");
  }

  /** A renewal begins three times a term, also in the moment in which the lease is given back. */
  @Test
  void aRenewalThatWaitedWhileTheLeaseWasGivenBackDoesNotTakeItAgain() throws Exception {
    Place here = Place.here();
    claim(1, holder(new Place("x", here.bootId(), "pid:[1]", here.pid(), here.startTicks())));
    AtomicReference<Lease> toClose = new AtomicReference<>();
    Lease.Clock closing =
        new Lease.Clock() {
          @Override
          public long nanos() {
            Lease lease = toClose.get();
            // Inside of a look; a renewal comes meanwhile and waits.
            if (lease != null
                && Thread.holdsLock(lease)
                && !Thread.currentThread().getName().equals("lease")) {
              toClose.set(null);
              sleep(Duration.ofMillis(100));
              lease.close();
            }
            return 0;
          }

          @Override
          public void pause(Duration time) {}
        };
    Lease lease = Lease.take(store(), Duration.ofMillis(30), SETTLING, closing);
    toClose.set(lease);
    assertThatThrownBy(lease::check).hasMessageContaining("the lease was lost: it was given back");
    sleep(Duration.ofMillis(100));
    assertThat(dir.resolve("set/_lease/0000000002"))
        .content()
        .containsPattern("\"released\" ?: ?true");
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHolderElsewhereThatRenewsItsLeaseKeepsIt() throws Exception {
    LeaseHolder elsewhere = holder(new Place("elsewhere.example", "b", "n", 1, 1));
    claim(1, elsewhere);
    LeaseHolder[] now = {elsewhere};
    Lease.Clock renewing =
        clock(
            () -> {
              now[0] = now[0].renewed();
              claim(1, now[0]);
            });
    assertThatThrownBy(() -> Lease.take(store(), TERM, SETTLING, renewing))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("process 1 on elsewhere.example");
  }

  /** Who looked in that moment would wait for a term. */
  @Test
  void aClaimThatIsJustBeingWrittenOrRemovedIsLookedAtAgainAtOnce() throws Exception {
    Path claims = Files.createDirectories(dir.resolve("set/_lease"));
    Files.createFile(claims.resolve("0000000001"));
    Duration[] waited = {Duration.ZERO};
    Lease.Clock writing =
        clock(
            () -> claim(1, holder(new Place("elsewhere.example", "b", "n", 1, 1))),
            time -> waited[0] = waited[0].plus(time));
    assertThatThrownBy(() -> Lease.take(store(), TERM, SETTLING, writing))
        .hasMessageContaining("another job is writing there, process 1 on elsewhere.example");
    Lease.Clock removing =
        clock(
            () -> Files.delete(claims.resolve("0000000001")),
            time -> waited[0] = waited[0].plus(time));
    Lease.take(store(), TERM, SETTLING, removing).close();
    assertThat(waited[0]).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aLeaseOfAVersionBeforeIsTakenAfterATermOfSilence() throws Exception {
    Files.createDirectories(dir.resolve("set"));
    Path file = dir.resolve("set/_lease");
    Files.writeString(file, "{\"owner\":\"a\",\"renewals\":0}");
    int[] renewals = {0};
    Lease.Clock renewing =
        clock(
            () ->
                Files.writeString(
                    file, "{\"owner\":\"a\",\"renewals\":%d}".formatted(++renewals[0])));
    assertThatThrownBy(() -> Lease.take(store(), TERM, SETTLING, renewing))
        .hasMessageContaining("another job is writing there, of another version");
    try (Lease lease = Lease.take(store(), TERM, SETTLING, clock(() -> {}))) {
      lease.check();
      assertThat(lease.epoch()).isEqualTo(1);
    }
  }

  @Test
  void aStoreThatDoesNotListWhatWasWrittenIsRefused() throws Exception {
    FileStore store = uploading("forgetful");
    Files.createDirectories(dir.resolve("forgetful/_lease"));
    Lease.Clock forgetting =
        clock(
            () -> {
              for (Path claim : files(dir.resolve("forgetful/_lease"))) {
                Files.delete(claim);
              }
            });
    assertThatThrownBy(() -> Lease.take(store, TERM, SETTLING, forgetting))
        .hasMessageContaining("does not list what was written")
        .hasMessageContaining("use a store that lists after each write");
  }

  /** With uploads that sometimes take longer than a taker may. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neverDoTwoHaveIt(boolean exclusive) throws Exception {
    UploadingFileSystem.slow = 130;
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Future<Integer>> races = new ArrayList<>();
      for (int race = 0; race < RACES; race++) {
        FileStore store =
            exclusive
                ? FileStore.of(hadoop("race-" + race), new Configuration())
                : uploading("race-" + race);
        races.addAll(race(store, threads));
      }
      int won = 0;
      int two = 0;
      for (int race = 0; race < RACES; race++) {
        int winners = races.get(2 * race).get() + races.get(2 * race + 1).get();
        won += winners == 1 ? 1 : 0;
        two += winners == 2 ? 1 : 0;
      }
      assertThat(two).as("races with two winners of %d", RACES).isZero();
      assertThat(won).as("races with a winner of %d", RACES).isPositive();
    } finally {
      threads.shutdownNow();
      UploadingFileSystem.slow = 0;
    }
  }

  /** Two takers that start together; a winner holds it until the other is done. */
  private static List<Future<Integer>> race(FileStore store, ExecutorService threads) {
    CyclicBarrier start = new CyclicBarrier(2);
    CountDownLatch done = new CountDownLatch(2);
    Callable<Integer> taker =
        () -> {
          start.await();
          Optional<Lease> lease = Optional.empty();
          try {
            lease = Optional.of(Lease.take(store, Duration.ofSeconds(60), Duration.ofMillis(200)));
          } catch (FailedException e) {
            assertThat(e).hasMessageContaining("other job");
          } finally {
            done.countDown();
            done.await();
          }
          if (lease.isEmpty()) {
            return 0;
          }
          lease.get().check();
          lease.get().close();
          return 1;
        };
    return List.of(threads.submit(taker), threads.submit(taker));
  }

  /** A clock that stands still but for pauses, in which something happens. */
  private static Lease.Clock clock(Happening happening) {
    return clock(happening, time -> {});
  }

  /**
   * @param waits is told of each pause
   */
  private static Lease.Clock clock(Happening happening, Consumer<Duration> waits) {
    long[] nanos = {0};
    return new Lease.Clock() {
      @Override
      public long nanos() {
        return nanos[0];
      }

      @Override
      public void pause(Duration time) {
        nanos[0] += time.toNanos();
        waits.accept(time);
        try {
          happening.happens();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private interface Happening {
    void happens() throws IOException;
  }

  private static LeaseHolder holder(Place place) {
    return new LeaseHolder("somebody", place, 0, false, false);
  }

  private Path claim(long epoch, LeaseHolder holder) throws IOException {
    Path claims = Files.createDirectories(dir.resolve("set/_lease"));
    return Files.write(claims.resolve("%010d".formatted(epoch)), Json.ofRecord(holder));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var found = Files.list(folder)) {
      return found.toList();
    }
  }

  private FileStore store() {
    return FileStore.of(hadoop("set"), new Configuration());
  }

  private FileStore uploading(String name) {
    return FileStore.of(
        FaultyFileSystem.path(dir.resolve(name)),
        UploadingFileSystem.register(new Configuration()));
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
  }
}
