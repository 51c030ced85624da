// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Npy;
import io.agegender.image.Pixels;
import io.agegender.storage.FileStore;
import java.util.List;

/** Writes shards. */
public final class ShardWriter {
  /** The most records of a shard, so that it has at most 64 MiB. */
  public static final int MAX_RECORDS = Npy.MAX_RECORDS;

  private ShardWriter() {}

  /**
   * Writes a shard as a whole.
   *
   * @param number the shard's number
   * @param records records of 3 x 256 x 256 bytes, at most {@link #MAX_RECORDS}
   * @throws IllegalArgumentException if there are more, or one of another length
   * @throws io.agegender.foundation.error.FailedException if it cannot be written
   */
  public static FileStore.Written write(FileStore storage, int number, List<byte[]> records) {
    if (records.size() > MAX_RECORDS || records.stream().anyMatch(r -> r.length != Pixels.RECORD)) {
      throw new IllegalArgumentException(
          "%d records, or one of a wrong length".formatted(records.size()));
    }
    return storage.write(
        Layout.shard(number),
        out -> {
          out.write(Npy.header(records.size()));
          for (byte[] record : records) {
            out.write(record);
          }
        });
  }
}
