package io.agegender.dataset;

import io.agegender.dataset.format.Layout;
import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FileStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds shards as local files. Those of a remote store are copied to a scratch folder when they are
 * first asked for, once for all readers on this machine that use the folder.
 */
final class LocalShards implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalShards.class);

  private final FileStore storage;
  private final Path scratch;
  private final boolean local;
  private final Set<Path> copies = ConcurrentHashMap.newKeySet();

  /**
   * @param scratch where copies go
   * @param identity names the dataset, so that copies of several do not mix
   */
  LocalShards(FileStore storage, Path scratch, String identity) {
    this.storage = storage;
    this.scratch = scratch.resolve("agegender-" + identity.substring(0, 16));
    this.local = storage.isLocal();
  }

  Path locate(int shard) {
    String name = Layout.shard(shard);
    if (local) {
      return storage.localPath(name);
    }
    Path copy = scratch.resolve(Path.of(name).getFileName());
    try {
      if (!Files.exists(copy) || Files.size(copy) != storage.status(name).getLen()) {
        fetch(name, copy);
      }
      return copy;
    } catch (IOException e) {
      throw new FailedException(
          "cannot copy %s to the scratch folder %s: %s"
              .formatted(storage.path(name), scratch, e.getMessage()),
          e);
    }
  }

  private void fetch(String name, Path copy) throws IOException {
    Files.createDirectories(scratch);
    Path part = Files.createTempFile(scratch, "shard", ".part");
    try (InputStream in = storage.open(name)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      copies.add(copy);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Deletes the copies that were made here. Mappings of them stay readable. */
  @Override
  public void close() {
    try {
      for (Path copy : copies) {
        Files.deleteIfExists(copy);
      }
      if (!copies.isEmpty() && isEmpty(scratch)) {
        Files.deleteIfExists(scratch);
      }
    } catch (DirectoryNotEmptyException e) {
      // Another reader put a copy there this moment; it deletes the folder later.
      LOG.debug("{} is still in use", scratch, e);
    } catch (IOException e) {
      throw new FailedException("cannot tidy up the scratch folder " + scratch, e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
