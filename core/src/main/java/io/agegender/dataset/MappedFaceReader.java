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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads records out of memory-mapped shards. A mapping survives the interruption of a thread, which
 * would close a file channel under all others; and it costs address space, not heap. Shards of a
 * remote store of which there is no copy are opened for each record.
 */
final class MappedFaceReader implements FaceReader {
  private final LocalShards files;
  private final Map<Integer, Manifest.Shard> known;
  private final Map<Integer, Records> open = new ConcurrentHashMap<>();
  private final Runnable whenClosed;
  private volatile boolean closed;

  /** The records of a shard. */
  private interface Records {
    void get(int slot, byte[] into) throws IOException;
  }

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
    Manifest.Shard shard = known.get(face.place().shard());
    if (shard == null || face.place().slot() >= shard.records()) {
      throw new FailedException(
          "the index does not fit the manifest: there is no %s; run verify"
              .formatted(face.where()));
    }
    Optional<FailedException> failed = attempt(shard, face, into);
    if (failed.isPresent() && files.areCopies()) {
      // The copy may be damaged, not the dataset.
      failed = attempt(shard, face, into);
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  /** Reads a record, and lets go of a copy that has it wrong. */
  private Optional<FailedException> attempt(Manifest.Shard shard, Face face, byte[] into) {
    Records records = open.computeIfAbsent(shard.number(), number -> open(shard));
    Optional<FailedException> failed = read(records, shard, face, into);
    if (failed.isPresent() && files.areCopies()) {
      open.remove(shard.number(), records);
    }
    return failed;
  }

  private Optional<FailedException> read(
      Records records, Manifest.Shard shard, Face face, byte[] into) {
    try {
      records.get(face.place().slot(), into);
      int found = Checksums.crc32c(into);
      return found == face.place().crc32c()
          ? Optional.empty()
          : Optional.of(
              new FailedException(
                  "%s is damaged: its CRC-32C is %08x, the index has %08x; run verify and restore the shard"
                      .formatted(face.where(), found, face.place().crc32c())));
    } catch (IOException e) {
      return Optional.of(
          new FailedException(
              "%s cannot be read from %s: %s"
                  .formatted(face.where(), files.place(shard.number()), e.getMessage()),
              e));
    } catch (InternalError e) {
      // A page of a mapping is not there any more. The JVM says so a little later than where it was
      // touched.
      return Optional.of(
          new FailedException(
              "%s cannot be read: %s was cut, or its disk failed, while it was in use; run verify and restore it"
                  .formatted(face.where(), files.place(shard.number())),
              e));
    }
  }

  @Override
  public void close() {
    closed = true;
    open.clear();
    whenClosed.run();
  }

  private Records open(Manifest.Shard shard) {
    return files
        .locate(shard)
        .map(
            file -> {
              ByteBuffer records = map(file, shard);
              return (Records)
                  (slot, into) ->
                      records.get(Math.toIntExact(Npy.offset(slot)), into, 0, into.length);
            })
        .orElse((slot, into) -> fetch(shard, slot, into));
  }

  private void fetch(Manifest.Shard shard, int slot, byte[] into) throws IOException {
    try (FSDataInputStream in = files.open(shard)) {
      in.readFully(Npy.offset(slot), into);
    }
  }

  private static ByteBuffer map(Path file, Manifest.Shard shard) {
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
