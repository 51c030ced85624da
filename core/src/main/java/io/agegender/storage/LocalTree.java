// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * An output directory on a local disk. It is filled as {@code <name>.part} beside its place and
 * renamed at the end, so that what stands there is always whole. What an earlier attempt left
 * behind is removed. A lock keeps a second process out.
 */
public final class LocalTree implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path out;
  private final Path part;
  private final FileChannel channel;
  private final FileLock lock;

  private LocalTree(Path out, Path part, FileChannel channel, FileLock lock) {
    this.out = out;
    this.part = part;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * @param out where the tree shall stand; must not be there yet or be empty
   * @throws UsageException if something else is there, or another process is writing it
   */
  public static LocalTree create(Path out) {
    Path place = out.toAbsolutePath().normalize();
    refuseIfTaken(place);
    Path part = place.resolveSibling(place.getFileName() + ".part");
    if (Files.exists(part) && !Files.exists(part.resolve(LOCK))) {
      throw new UsageException(
          "%s is in the way and was not made by this command: move it or choose another directory"
              .formatted(part));
    }
    try {
      Files.createDirectories(part);
      FileChannel channel =
          FileChannel.open(part.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        throw new UsageException(
            "%s is being written by another process: wait for it or choose another directory"
                .formatted(place));
      }
      LocalTree tree = new LocalTree(place, part, channel, lock);
      tree.empty();
      return tree;
    } catch (IOException e) {
      throw new FailedException(
          "%s cannot be written: %s; choose a directory on a disk with room that you may write to"
              .formatted(part, IoReason.of(e)),
          e);
    }
  }

  private static void refuseIfTaken(Path place) {
    if (place.getFileName() == null) {
      throw new UsageException("%s cannot be written: name a directory below it".formatted(place));
    }
    if (!Files.exists(place)) {
      return;
    }
    if (!Files.isDirectory(place)) {
      throw new UsageException(
          "%s is a file: name a directory that is not there yet".formatted(place));
    }
    try (Stream<Path> content = Files.list(place)) {
      content
          .sorted()
          .findFirst()
          .ifPresent(
              first -> {
                throw new UsageException(
                    "%s holds something already (%s): name a directory that is empty or not there"
                        .formatted(place, first.getFileName()));
              });
    } catch (IOException e) {
      throw new FailedException("%s cannot be listed: %s".formatted(place, IoReason.of(e)), e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer as for another one.
      return null;
    }
  }

  /**
   * Where a file of the tree is written until the tree is whole; its directory exists.
   *
   * @param path relative to the tree
   */
  public Path file(String path) throws IOException {
    Path file = part.resolve(path);
    Files.createDirectories(file.getParent());
    return file;
  }

  /**
   * Puts the tree in its place.
   *
   * @throws FailedException if it cannot be renamed
   */
  public void finish() {
    try {
      // An empty directory stands in the way of a rename on some file systems.
      Files.deleteIfExists(out);
      Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(out.resolve(LOCK));
    } catch (IOException e) {
      throw new FailedException(
          "%s cannot be renamed to %s: %s".formatted(part, out.getFileName(), IoReason.of(e)), e);
    }
  }

  /** Removes what is not finished, and lets another writer in only then. */
  @Override
  public void close() {
    try (channel) {
      if (Files.exists(part)) {
        empty();
        Files.deleteIfExists(part.resolve(LOCK));
        removeFolder();
      }
      lock.release();
    } catch (IOException e) {
      throw new FailedException("%s cannot be removed: %s".formatted(part, IoReason.of(e)), e);
    }
  }

  private void removeFolder() throws IOException {
    try {
      Files.deleteIfExists(part);
    } catch (DirectoryNotEmptyException e) {
      if (Files.exists(part) && !Files.exists(part.resolve(LOCK))) {
        throw e;
      }
      // Another writer came in since the lock's file went: the folder is that one's.
    }
  }

  private void empty() throws IOException {
    Files.walkFileTree(
        part,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (!file.equals(part.resolve(LOCK))) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            if (!folder.equals(part)) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
