// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Manifest;
import io.agegender.storage.FileStore;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads shards of a dataset that has no manifest yet. */
public final class ShardReader {
  private ShardReader() {}

  /**
   * @param root the dataset's folder
   * @param shards its shards
   */
  public static FaceReader open(Path root, Configuration conf, List<Manifest.Shard> shards) {
    FileStore storage = FileStore.of(root, conf);
    ScratchFolder scratch = ScratchFolder.unshared();
    return new MappedFaceReader(
        new LocalShards(storage, Map.of(), scratch, "shards"), shards, scratch::close);
  }
}
