// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Npy;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Pixels;
import io.agegender.storage.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads records out of memory-mapped shards. A mapping survives the interruption of a thread, which
 * would close a file channel under all others; and it costs address space, not heap.
 */
final class MappedFaceReader implements FaceReader {
  private final LocalShards files;
  private final Map<Integer, Manifest.Shard> known;
  private final Map<Integer, ByteBuffer> open = new ConcurrentHashMap<>();
  private final Runnable whenClosed;
  private volatile boolean closed;

  /**
   * @param whenClosed is run when the reader is closed
   */
  MappedFaceReader(LocalShards files, List<Manifest.Shard> shards, Runnable whenClosed) {
    this.files = files;
    this.whenClosed = whenClosed;
    this.known = shards.stream().collect(Collectors.toMap(Manifest.Shard::number, s -> s));
  }

  @Override
  public void read(Face face, byte[] into) {
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    if (into.length != Pixels.RECORD) {
      throw new IllegalArgumentException(
          "a record needs %d bytes, not %d".formatted(Pixels.RECORD, into.length));
    }
    Manifest.Shard shard = known.get(face.shard());
    if (shard == null || face.slot() >= shard.records()) {
      throw new FailedException(
          "the index does not fit the manifest: there is no %s; run verify"
              .formatted(face.where()));
    }
    try {
      readChecked(shard, face, into);
    } catch (InternalError e) {
      // A page of a mapping is not there any more. The JVM says so a little later than where it was
      // touched.
      throw new FailedException(
          "%s cannot be read: %s was cut, or its disk failed, while it was in use; run verify and restore it"
              .formatted(face.where(), files.place(shard.number())),
          e);
    }
  }

  private void readChecked(Manifest.Shard shard, Face face, byte[] into) {
    ByteBuffer records = copy(shard, face, into);
    int found = Checksums.crc32c(into);
    if (found != face.crc32c() && files.areCopies()) {
      // The copy may be damaged, not the dataset.
      open.remove(shard.number(), records);
      copy(shard, face, into);
      found = Checksums.crc32c(into);
    }
    if (found != face.crc32c()) {
      throw new FailedException(
          "%s is damaged: its CRC-32C is %08x, the index has %08x; run verify and restore the shard"
              .formatted(face.where(), found, face.crc32c()));
    }
  }

  /** Copies a record, and returns the shard that it is from. */
  private ByteBuffer copy(Manifest.Shard shard, Face face, byte[] into) {
    ByteBuffer records = open.computeIfAbsent(shard.number(), number -> map(shard));
    records.get(Math.toIntExact(Npy.offset(face.slot())), into, 0, into.length);
    return records;
  }

  @Override
  public void close() {
    closed = true;
    open.clear();
    whenClosed.run();
  }

  private ByteBuffer map(Manifest.Shard shard) {
    Path file = files.locate(shard.number());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = Npy.length(shard.records());
      // A mapping of a shorter file would end the process when it is touched.
      if (channel.size() != length) {
        throw new FailedException(
            "%s is damaged: it has %d bytes instead of %d; run verify and restore it"
                .formatted(file, channel.size(), length));
      }
      ByteBuffer records = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
      byte[] header = new byte[Npy.HEADER];
      records.get(0, header);
      Npy.check(file.toString(), header, shard.records());
      return records;
    } catch (IOException e) {
      throw new FailedException("cannot open the shard %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
