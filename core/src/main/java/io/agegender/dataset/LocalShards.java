// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Layout;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds shards as local files. Those of a remote store are copied to a scratch folder. A copy that
 * is there already, of another JVM or of an earlier look, is used if its SHA-256 is right.
 */
final class LocalShards {
  private static final Logger LOG = LoggerFactory.getLogger(LocalShards.class);

  private final FileStore storage;
  private final Map<String, String> sha256;
  private final ScratchFolder scratch;
  private final String identity;
  private final boolean local;

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
   * @throws FailedException if it cannot be copied, or is damaged in the store
   */
  Path locate(int shard) {
    String name = Layout.shard(shard);
    if (local) {
      return storage.localPath(name);
    }
    Path folder = scratch.path().resolve(identity);
    Path copy = folder.resolve(Path.of(name).getFileName());
    try {
      if (Files.exists(copy)) {
        if (isSound(name, sha256(copy))) {
          return copy;
        }
        LOG.warn("{}, a copy of {}, is damaged; it is copied again", copy, storage.path(name));
      }
      Files.createDirectories(folder);
      fetch(name, copy);
      return copy;
    } catch (IOException e) {
      throw new FailedException(
          "cannot copy %s to the scratch folder %s: %s"
              .formatted(storage.path(name), folder, e.getMessage()),
          e);
    }
  }

  /** Where a shard is in the store, for messages. */
  String place(int shard) {
    return storage.path(Layout.shard(shard)).toString();
  }

  private void fetch(String name, Path copy) throws IOException {
    Path part = Files.createTempFile(copy.getParent(), "shard", ".part");
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
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String download(String name, Path into) throws IOException {
    try (InputStream in = storage.open(name)) {
      Files.copy(in, into, StandardCopyOption.REPLACE_EXISTING);
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
