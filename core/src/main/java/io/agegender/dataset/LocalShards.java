// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Npy;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FSDataInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds shards as local files. Those of a remote store are copied to a scratch folder. A copy that
 * is there already, of another JVM or of an earlier look, is used if its SHA-256 is right. Where
 * the scratch folder is full there is no copy, and records are read from the store one by one.
 */
final class LocalShards {
  private static final Logger LOG = LoggerFactory.getLogger(LocalShards.class);

  private final FileStore storage;
  private final Map<String, String> sha256;
  private final ScratchFolder scratch;
  private final String identity;
  private final boolean local;
  private final AtomicBoolean said = new AtomicBoolean();

  /**
   * @param sha256 of the shards, in hexadecimal, by path below the root; those of others are not
   *     known
   * @param scratch where copies go
   * @param identity names the dataset, so that copies of several do not mix
   */
  LocalShards(
      FileStore storage, Map<String, String> sha256, ScratchFolder scratch, String identity) {
    this.storage = storage;
    this.sha256 = sha256;
    this.scratch = scratch;
    this.identity = identity;
    this.local = storage.isLocal();
  }

  /** Whether {@link #locate} gives copies. */
  boolean areCopies() {
    return !local;
  }

  /**
   * Where a shard is on this machine. A copy is checked in each call, and made again if it is not
   * sound.
   *
   * @return empty if the scratch folder has no room for a copy
   * @throws FailedException if it cannot be copied, or is damaged in the store
   */
  Optional<Path> locate(Manifest.Shard shard) {
    String name = Layout.shard(shard.number());
    if (local) {
      return Optional.of(storage.localPath(name));
    }
    Path folder = scratch.path().resolve(identity);
    Path copy = folder.resolve(Path.of(name).getFileName());
    try {
      if (Files.exists(copy)) {
        if (isSound(name, sha256(copy))) {
          return Optional.of(copy);
        }
        LOG.warn("{}, a copy of {}, is damaged; it is copied again", copy, storage.path(name));
      }
      Files.createDirectories(folder);
      return fetch(name, copy, Npy.length(shard.records()));
    } catch (IOException e) {
      throw new FailedException(
          "cannot copy %s to the scratch folder %s: %s"
              .formatted(storage.path(name), folder, e.getMessage()),
          e);
    }
  }

  /** Opens a shard in the store itself. */
  FSDataInputStream open(Manifest.Shard shard) throws IOException {
    return storage.open(Layout.shard(shard.number()));
  }

  /** Where a shard is in the store, for messages. */
  String place(int shard) {
    return storage.path(Layout.shard(shard)).toString();
  }

  private Optional<Path> fetch(String name, Path copy, long bytes) throws IOException {
    Optional<Path> reserved = scratch.reserve(copy.getParent(), bytes);
    if (reserved.isEmpty()) {
      sayFull(name);
      return Optional.empty();
    }
    Path part = reserved.get();
    try {
      String found = download(name, part);
      if (!isSound(name, found)) {
        found = download(name, part); // Not every file system checks what it sends.
      }
      if (!isSound(name, found)) {
        throw new FailedException(
            "%s is damaged: its SHA-256 is %s, the manifest has %s; run verify and restore it"
                .formatted(storage.path(name), found, sha256.get(name)));
      }
      scratch.publish(part, copy);
      return Optional.of(copy);
    } catch (IOException e) {
      if (ScratchFolder.hasRoom(copy.getParent(), bytes)) {
        throw e;
      }
      LOG.debug("the disk ran full while {} was copied", name, e);
      sayFull(name);
      return Optional.empty();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void sayFull(String name) {
    if (!said.getAndSet(true)) {
      LOG.warn(
          "the scratch folder {} has no room for a copy of {}: it may hold {} bytes, or its disk is full. Records of"
              + " such shards are read from the store one by one, which is slower. Raise scratch.most, or set"
              + " java.io.tmpdir to a folder on a larger disk",
          scratch.path(),
          storage.path(name),
          scratch.most());
    }
  }

  /** Over the bytes that are reserved, so that they stay counted. */
  private String download(String name, Path into) throws IOException {
    try (InputStream in = storage.open(name);
        OutputStream out = Files.newOutputStream(into, StandardOpenOption.WRITE)) {
      in.transferTo(out);
    }
    return sha256(into);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  private boolean isSound(String name, String found) {
    return found.equals(sha256.getOrDefault(name, found));
  }
}
