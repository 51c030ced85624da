// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FileStore;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads records by position. Thread-safe. */
public interface FaceReader extends Closeable {
  /**
   * Reads shards of a dataset that has no manifest yet.
   *
   * @param root the dataset's folder
   * @param shards its shards
   */
  static FaceReader of(Path root, Configuration conf, List<Manifest.Shard> shards) {
    ScratchFolder scratch = ScratchFolder.unshared();
    LocalShards files = new LocalShards(FileStore.of(root, conf), Map.of(), scratch, "shards");
    return new MappedFaceReader(files, shards, scratch::close);
  }

  /**
   * Reads a record and checks its CRC-32C.
   *
   * @param face whose record
   * @param into 3 x 256 x 256 unsigned bytes, planes B, G, R
   * @throws FailedException if the shard is missing or damaged; the message says shard and slot
   */
  void read(Face face, byte[] into);

  /** Lets go of the shards. Reading afterwards fails. */
  @Override
  void close();
}
