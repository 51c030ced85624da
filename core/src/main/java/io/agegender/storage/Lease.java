// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The right of one job to write into a folder: a file that names the holder and that the holder
 * renews. It is taken over from a holder whose process is gone (on the same machine) or that has
 * not renewed it for a whole term (on another one), so that a killed job can be started again.
 */
public final class Lease implements AutoCloseable {
  /** The file's name in the folder. */
  public static final String FILE = "_lease";

  private static final int RENEWALS_PER_TERM = 3;

  private final FileStore storage;
  private final String owner = UUID.randomUUID().toString();
  private final ScheduledExecutorService renewer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
          });
  private final Duration term;
  private long renewals;
  private long renewedAt = System.nanoTime();
  private volatile String lost = "";

  private Lease(FileStore storage, Duration term) {
    this.storage = storage;
    this.term = term;
  }

  /**
   * What the file holds.
   *
   * @param owner a random name of the holder
   * @param host its machine
   * @param pid its process
   * @param started when the process started, ISO 8601; process numbers are used again
   * @param renewals how often it was renewed
   */
  record Holder(String owner, String host, long pid, String started, long renewals) {
    static Holder self(String owner, long renewals) throws IOException {
      ProcessHandle process = ProcessHandle.current();
      return new Holder(
          owner,
          InetAddress.getLocalHost().getHostName(),
          process.pid(),
          startOf(process),
          renewals);
    }

    private static String startOf(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Empty if the file was cut by a holder that was killed while it wrote. */
    static Optional<Holder> read(byte[] file) {
      try {
        return Optional.of(Json.toRecord(file, Holder.class));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    boolean isOnThisMachine() throws IOException {
      return host.equals(InetAddress.getLocalHost().getHostName());
    }

    boolean isAlive() {
      return ProcessHandle.of(pid).filter(p -> startOf(p).equals(started)).isPresent();
    }
  }

  /**
   * Takes the lease of a folder, which is created if it is not there.
   *
   * @param term for how long a holder on another machine may be silent; waited for in that case
   * @throws FailedException if another job holds it
   */
  public static Lease take(FileStore storage, Duration term) {
    Lease lease = new Lease(storage, term);
    try {
      storage.makeFolder("");
      if (!lease.create()) {
        lease.takeOver();
      }
    } catch (IOException e) {
      lease.renewer.shutdownNow();
      throw new FailedException(
          "cannot write into %s: %s; choose a folder that you may write to"
              .formatted(storage.root(), IoReason.of(e)),
          e);
    } catch (RuntimeException e) {
      lease.renewer.shutdownNow();
      throw e;
    }
    long period = term.toMillis() / RENEWALS_PER_TERM;
    // Never asked: renew() keeps what goes wrong, and closing shuts the renewer down.
    ScheduledFuture<?> unused =
        lease.renewer.scheduleWithFixedDelay(lease::renew, period, period, TimeUnit.MILLISECONDS);
    return lease;
  }

  /**
   * Makes sure that the lease is still held, before something that cannot be undone.
   *
   * @throws FailedException if another job has taken it over
   */
  public void check() {
    renew();
    if (!lost.isEmpty()) {
      throw new FailedException(
          "%s: the lease was lost: %s. Nothing more is written; see who else uses the folder"
              .formatted(storage.root(), lost));
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    renewer.shutdownNow();
    synchronized (this) {
      if (lost.isEmpty() && holder().map(Holder::owner).filter(owner::equals).isPresent()) {
        storage.delete(FILE);
      }
    }
  }

  private boolean create() throws IOException {
    byte[] content = Json.ofRecord(Holder.self(owner, 0));
    if (storage.isLocal()) {
      // Hadoop's local file system looks first and creates then.
      try {
        Files.write(
            storage.localPath(FILE),
            content,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    }
    try {
      storage.create(FILE, out -> out.write(content));
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private void takeOver() throws IOException {
    Optional<Holder> before = holder();
    if (before.isPresent() && before.get().isOnThisMachine()) {
      if (before.get().isAlive()) {
        throw held(before.get());
      }
    } else {
      // Another machine, or a file that its holder is just writing: a living holder renews it.
      pause(term);
      Optional<Holder> after = holder();
      if (after.isPresent() && !after.equals(before)) {
        throw held(after.get());
      }
    }
    write();
    // Two may have come here at once; the one that wrote last has it.
    pause(Duration.ofMillis(Math.min(500, term.toMillis())));
    Optional<Holder> now = holder();
    if (now.isEmpty() || !now.get().owner().equals(owner)) {
      throw new FailedException(
          "%s: another job took the lease at the same moment; look whether it is running"
              .formatted(storage.root()));
    }
  }

  private synchronized void renew() {
    if (!lost.isEmpty()) {
      return;
    }
    try {
      Optional<Holder> holder = holder();
      if (holder.isEmpty() || !holder.get().owner().equals(owner)) {
        lost =
            holder
                .map(h -> "process %d on %s has it".formatted(h.pid(), h.host()))
                .orElse("its file is gone");
        return;
      }
      renewals++;
      write();
      renewedAt = System.nanoTime();
    } catch (IOException | FailedException e) {
      // A file system may be away for a moment; after a term others may take the lease.
      if (System.nanoTime() - renewedAt > term.toNanos()) {
        lost = e instanceof IOException io ? IoReason.of(io) : e.getMessage();
      }
    }
  }

  private void write() throws IOException {
    byte[] content = Json.ofRecord(Holder.self(owner, renewals));
    storage.write(FILE, out -> out.write(content));
  }

  private Optional<Holder> holder() {
    return storage.exists(FILE) ? Holder.read(storage.read(FILE)) : Optional.empty();
  }

  private FailedException held(Holder holder) {
    return new FailedException(
        "%s: another job is writing there, process %d on %s; wait for it, or choose another folder"
            .formatted(storage.root(), holder.pid(), holder.host()));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while waiting for a lease", e);
    }
  }
}
