package io.agegender.dataset;

import io.agegender.dataset.format.Manifest;
import io.agegender.storage.FileStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads shards of a dataset that has no manifest yet. */
public final class ShardReader {
  private ShardReader() {}

  /**
   * @param root the dataset's folder
   * @param shards its shards
   */
  public static FaceReader open(
      org.apache.hadoop.fs.Path root, Configuration conf, List<Manifest.Shard> shards) {
    FileStore storage = FileStore.of(root, conf);
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
    String identity = java.util.UUID.randomUUID().toString().replace("-", "");
    return new MappedFaceReader(new LocalShards(storage, scratch, identity), shards);
  }
}
