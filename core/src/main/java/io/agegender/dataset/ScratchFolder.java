// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.foundation.error.FailedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local folder for copies of remote shards. All JVMs of an application on one machine share it,
 * and the last one that closes it removes it. A JVM that was killed cannot do so: the next one that
 * needs a folder removes those that no living JVM holds.
 *
 * <p>A holder has a shared lock on a file in the folder, which the operating system releases when
 * the process ends. Making and removing folders, and counting what is in one, happens under an
 * exclusive lock on a file beside them. Thread-safe.
 */
public final class ScratchFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
  private static final String LOCK = "lock";

  /** Bytes of the disk that stay free: Spark's shuffles and the logs are on it, too. */
  private static final long SPARE = 256 << 20;

  /** Those of this JVM. Opening their lock files again and closing them would release the locks. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path base;
  private final Path folder;
  private final long most;
  private Optional<FileChannel> lock = Optional.empty();

  private ScratchFolder(Path parent, String application, long most) {
    this.most = most;
    this.base = parent.resolve("agegender-" + name(System.getProperty("user.name")));
    this.folder = base.resolve(name(application));
  }

  /**
   * The folder of an application, made when it is first needed.
   *
   * @param parent an existing local folder, which other users may share
   * @param application names it among all applications on this machine; one object at a time may
   *     hold it in a JVM
   * @param most bytes of all files in it, of all JVMs together
   */
  public static ScratchFolder of(Path parent, String application, long most) {
    return new ScratchFolder(parent, application, most);
  }

  /** A folder below the JVM's temporary folder that nobody shares. */
  static ScratchFolder unshared() {
    return of(
        Path.of(System.getProperty("java.io.tmpdir")),
        UUID.randomUUID().toString(),
        Long.MAX_VALUE);
  }

  /** The most bytes that it may hold. */
  long most() {
    return most;
  }

  /**
   * Makes a file of a length, which counts from now on, in a folder below this one.
   *
   * @return empty if it would take more than the bound, or than the disk has
   */
  Optional<Path> reserve(Path into, long bytes) throws IOException {
    return alone(
        () -> {
          if (bytes > most - held() || !hasRoom(into, bytes)) {
            return Optional.empty();
          }
          Path file = Files.createTempFile(into, "shard", ".part");
          try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
          }
          return Optional.of(file);
        });
  }

  /** Gives a file that was reserved its name, while nobody counts: it counts once. */
  void publish(Path reserved, Path name) throws IOException {
    Path unused = alone(() -> Files.move(reserved, name, StandardCopyOption.ATOMIC_MOVE));
  }

  /** Whether the disk of a folder has so many bytes to spare. */
  static boolean hasRoom(Path into, long bytes) throws IOException {
    return Files.getFileStore(into).getUsableSpace() - SPARE >= bytes;
  }

  private long held() throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            bytes[0] += found.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // Another reader gave up what it had reserved.
            }
            throw e;
          }
        });
    return bytes[0];
  }

  /**
   * Where it is; it is there until this object is closed.
   *
   * @throws FailedException if it cannot be made or locked
   */
  synchronized Path path() {
    if (lock.isEmpty()) {
      try {
        Path unused =
            alone(
                () -> {
                  removeOrphans();
                  Files.createDirectories(folder);
                  lock = Optional.of(hold());
                  return folder;
                });
      } catch (IOException e) {
        throw new FailedException(
            "cannot make the scratch folder %s: %s; set java.io.tmpdir to a local folder with space"
                .formatted(folder, e),
            e);
      }
    }
    return folder;
  }

  /** Lets go of it; the last holder removes it. Mappings of files in it stay readable. */
  @Override
  public synchronized void close() {
    if (lock.isEmpty()) {
      return;
    }
    try {
      boolean unused =
          alone(
              () -> {
                lock.get().close();
                lock = Optional.empty();
                HELD.remove(folder);
                return removeIfOrphaned(folder);
              });
    } catch (IOException e) {
      throw new FailedException(
          "cannot remove the scratch folder %s: %s; remove it".formatted(folder, e), e);
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  /** No other thread and no other process makes or removes folders meanwhile. */
  @SuppressWarnings("try") // The lock is held, not used.
  private <T> T alone(Work<T> work) throws IOException {
    synchronized (HELD) {
      Files.createDirectories(base);
      try (FileChannel channel = open(base.resolve(LOCK));
          FileLock mutex = channel.lock()) {
        return work.run();
      }
    }
  }

  private FileChannel hold() throws IOException {
    if (!HELD.add(folder)) {
      throw new IllegalStateException("this JVM holds the scratch folder already: " + folder);
    }
    FileChannel channel = open(folder.resolve(LOCK));
    FileLock shared = channel.lock(0, Long.MAX_VALUE, true);
    LOG.debug("{} holds {}", shared, folder);
    return channel;
  }

  private void removeOrphans() throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(base)) {
      folders = found.filter(Files::isDirectory).toList();
    }
    for (Path found : folders) {
      try {
        if (!HELD.contains(found) && removeIfOrphaned(found)) {
          LOG.info("removed {}, which a process that was killed had left", found);
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("cannot remove the orphaned scratch folder {}; remove it", found, e);
      }
    }
  }

  /** Removes a folder that no process holds. */
  private static boolean removeIfOrphaned(Path found) throws IOException {
    try (FileChannel channel = open(found.resolve(LOCK));
        FileLock free = channel.tryLock()) {
      if (free == null) {
        return false;
      }
      List<Path> deepestFirst;
      try (Stream<Path> files = Files.walk(found)) {
        deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
      return true;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String name(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
