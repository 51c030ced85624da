// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.LeaseClaims.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The right of one job to write into a folder: a claim of an epoch, which the holder renews. It is
 * taken over, by a claim of the next epoch, from a holder whose process is gone (on the same
 * machine) or that was silent for a whole term by the taker's own clock, so that a killed job can
 * be started again. Whoever sees a claim of a higher epoch than its own has lost the lease.
 *
 * <p>Where a file can be made only if it is not there, two claims of an epoch cannot be. Elsewhere
 * (S3) each writes a claim of its own within half a settling time after it saw none, and waits a
 * settling time; then everyone sees the same claims, and the first by name has it.
 */
public final class Lease implements Fence, AutoCloseable {
  /** Where the claims are, in the folder. */
  public static final String FILE = "_lease";

  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final int RENEWALS_PER_TERM = 3;

  /** A claim that is being written, or removed, is another one after this time. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 20;

  private final Taker taker;
  private final FileStore storage;
  private final LeaseClaims claims;
  private final Duration term;
  private final ScheduledExecutorService renewer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
          });
  private LeaseHolder self;
  private final Claim claim;
  private final long freshNanos;
  private long renewedAt;
  private volatile long sawNoOther;
  private volatile String lost = "";

  private Lease(Taker taker, Taken taken) {
    this.taker = taker;
    this.storage = taker.storage;
    this.claims = taker.claims;
    this.term = taker.term;
    this.freshNanos = storage.createsExclusively() ? 0 : taker.settling.toNanos() / 2;
    this.renewedAt = now();
    this.sawNoOther = renewedAt - freshNanos;
    this.claim = taken.claim;
    this.self = taken.self;
  }

  private record Taken(Claim claim, LeaseHolder self) {}

  /** Time as a lease sees it. */
  interface Clock {
    /** The machine's own. */
    Clock SYSTEM =
        new Clock() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
          }
        };

    /** As {@link System#nanoTime}. */
    long nanos();

    void pause(Duration time) throws InterruptedException;
  }

  /**
   * Takes the lease of a folder, which is created if it is not there.
   *
   * @param term for how long a holder on another machine may be silent; waited for in that case
   * @throws FailedException if another job holds it
   */
  public static Lease take(FileStore storage, Duration term) {
    return take(storage, term, SETTLING);
  }

  /**
   * As {@link #take(FileStore, Duration)}.
   *
   * @param settling how long claims take to be seen by everyone; too short a time makes takers give
   *     up, and never lets two of them have it
   */
  static Lease take(FileStore storage, Duration term, Duration settling) {
    return take(storage, term, settling, Clock.SYSTEM);
  }

  /** As {@link #take(FileStore, Duration, Duration)}, by another clock. */
  static Lease take(FileStore storage, Duration term, Duration settling, Clock clock) {
    Taker taker = new Taker(storage, new LeaseClaims(storage), term, settling, clock);
    try {
      storage.makeFolder("");
      Lease lease = new Lease(taker, taker.take());
      lease.start();
      return lease;
    } catch (IOException e) {
      throw new FailedException(
          "cannot write into %s: %s; choose a folder that you may write to"
              .formatted(storage.root(), IoReason.of(e)),
          e);
    }
  }

  private long now() {
    return taker.clock.nanos();
  }

  private void start() {
    storage.folder(FILE).deleteStaleTemporaryFiles();
    long period = Math.max(1, term.toMillis() / RENEWALS_PER_TERM);
    // Never asked: renew() keeps what goes wrong, and closing shuts the renewer down.
    ScheduledFuture<?> unused =
        renewer.scheduleWithFixedDelay(() -> look(true), period, period, TimeUnit.MILLISECONDS);
  }

  /** Higher than that of every holder before, as long as a holder before may still wake up. */
  @Override
  public long epoch() {
    return claim.epoch();
  }

  /**
   * {@inheritDoc}
   *
   * <p>On S3 a look holds for half a settling time: who makes a claim after it begins to write only
   * when a whole one is over.
   */
  @Override
  public void check() {
    if (lost.isEmpty() && now() - sawNoOther < freshNanos) {
      return;
    }
    look(now() - renewedAt() > term.toNanos() / RENEWALS_PER_TERM);
    if (!lost.isEmpty()) {
      throw new FailedException(
          "%s: the lease was lost: %s. Nothing more is written; see who else uses the folder"
              .formatted(storage.root(), lost));
    }
  }

  /**
   * Gives the lease back. After a holder that was only silent a trace stays, so that it learns that
   * it has lost the lease whenever it wakes up.
   */
  @Override
  public void close() {
    // Not interrupted: a renewal on its way could arrive after the claim is gone, and bring it
    // back.
    renewer.shutdown();
    synchronized (this) {
      look(false);
      if (!lost.isEmpty()) {
        return;
      }
      lost = "it was given back"; // Also to a renewal that waits for this to end.
      if (self.afterSilence()) {
        claims.rewrite(claim, self.givenBack());
      } else {
        claims.remove(claim);
        claims.removeFolder();
      }
    }
  }

  private synchronized long renewedAt() {
    return renewedAt;
  }

  private synchronized void look(boolean renew) {
    if (!lost.isEmpty()) {
      return;
    }
    try {
      long before = now();
      List<Claim> all = claims.all();
      Optional<Claim> newer = all.stream().filter(c -> c.epoch() > claim.epoch()).findFirst();
      if (newer.isPresent() || !isMine(all)) {
        lost =
            newer
                .map(c -> claims.holder(c).map(LeaseHolder::describe).orElse("another") + " has it")
                .orElse("its file is gone");
        return;
      }
      sawNoOther = before;
      if (renew) {
        self = self.renewed();
        claims.rewrite(claim, self);
        renewedAt = now();
      }
    } catch (FailedException e) {
      // A file system may be away for a moment; after a term others may take the lease.
      if (now() - renewedAt > term.toNanos()) {
        lost = e.getMessage();
      }
    }
  }

  /** A name alone says whose a claim is only where it holds the owner. */
  private boolean isMine(List<Claim> all) {
    return all.contains(claim)
        && (!storage.createsExclusively()
            || claims
                .holder(claim)
                .map(LeaseHolder::owner)
                .filter(self.owner()::equals)
                .isPresent());
  }

  /** Who takes a lease: where, and how long it waits for whom. */
  private record Taker(
      FileStore storage, LeaseClaims claims, Duration term, Duration settling, Clock clock) {
    Taken take() throws IOException {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        List<Claim> before = claims.all();
        Optional<Boolean> silent = free(before);
        if (silent.isEmpty()) {
          continue; // The claims are others by now.
        }
        LeaseHolder self =
            new LeaseHolder(
                UUID.randomUUID().toString(), LeaseHolder.Place.here(), 0, silent.get(), false);
        Optional<Claim> claim = claim(before, self);
        if (claim.isPresent()) {
          before.stream()
              .filter(c -> c.epoch() > LeaseClaims.BEFORE_EPOCHS)
              .forEach(claims::remove);
          return new Taken(claim.get(), self);
        }
      }
      throw new FailedException(
          "%s: other jobs take the lease again and again, or the file system takes longer than %d ms to write"
                  .formatted(storage.root(), settling.toMillis() / 2)
              + " a small file; look who uses the folder, and start again");
    }

    /**
     * Whether the newest claims can be superseded, and if so whether only silence says so; nothing
     * if they changed meanwhile.
     */
    private Optional<Boolean> free(List<Claim> all) {
      List<Claim> top = top(all);
      boolean gone = true;
      boolean trace = false;
      for (Claim claim : top) {
        Optional<LeaseHolder> holder = claims.holder(claim);
        if (holder.filter(LeaseHolder::isCertainlyAlive).isPresent()) {
          throw held(holder);
        }
        gone &= holder.filter(LeaseHolder::isGone).isPresent();
        trace |= holder.filter(LeaseHolder::afterSilence).isPresent();
      }
      if (gone) {
        return Optional.of(trace);
      }
      // Another machine, or a file that its holder is just writing: a living holder renews it.
      Map<Claim, String> before = texts(top);
      Duration first = term.compareTo(FIRST_LOOK) < 0 ? term : FIRST_LOOK;
      for (Duration time : List.of(first, term.minus(first))) {
        pause(time);
        List<Claim> now = top(claims.all());
        if (!now.equals(top)) {
          return Optional.empty();
        }
        for (Claim claim : now) {
          if (!claims.text(claim).equals(before.get(claim))) {
            throw held(claims.holder(claim));
          }
        }
      }
      return Optional.of(true);
    }

    private static List<Claim> top(List<Claim> all) {
      return all.stream().filter(c -> c.epoch() == highest(all)).toList();
    }

    private static long highest(List<Claim> all) {
      return all.isEmpty() ? LeaseClaims.BEFORE_EPOCHS : all.get(all.size() - 1).epoch();
    }

    private Map<Claim, String> texts(List<Claim> of) {
      return of.stream()
          .collect(Collectors.toMap(c -> c, claims::text, (one, two) -> two, LinkedHashMap::new));
    }

    /** Claims the epoch after those that were seen; nothing if that did not work out in time. */
    private Optional<Claim> claim(List<Claim> before, LeaseHolder self) throws IOException {
      long seen = clock.nanos();
      if (highest(claims.all()) != highest(before)) {
        return Optional.empty();
      }
      before.stream().filter(c -> c.epoch() == LeaseClaims.BEFORE_EPOCHS).forEach(claims::remove);
      Optional<Claim> made = claims.make(highest(before) + 1, self);
      if (made.isEmpty() || storage.createsExclusively()) {
        return made;
      }
      Claim claim = made.get();
      if (clock.nanos() - seen > settling.toNanos() / 2) {
        claims.remove(claim); // Others may have looked already.
        return Optional.empty();
      }
      pause(settling);
      List<Claim> rivals = top(claims.all());
      if (!rivals.isEmpty() && rivals.get(0).equals(claim)) {
        return made;
      }
      claims.remove(claim);
      if (highest(rivals) < claim.epoch()) {
        throw new FailedException(
            ("%s: the store does not list what was written %d ms ago, so that two jobs could not be told apart;"
                    + " use a store that lists after each write, such as S3 itself")
                .formatted(storage.root(), settling.toMillis()));
      }
      throw new FailedException(
          "%s: another job took the lease at the same moment; look whether it is running"
              .formatted(storage.root()));
    }

    private FailedException held(Optional<LeaseHolder> holder) {
      return new FailedException(
          "%s: another job is writing there, %s; wait for it, or choose another folder"
              .formatted(
                  storage.root(), holder.map(LeaseHolder::describe).orElse("of another version")));
    }

    private void pause(Duration time) {
      try {
        clock.pause(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FailedException("interrupted while waiting for a lease", e);
      }
    }
  }
}
