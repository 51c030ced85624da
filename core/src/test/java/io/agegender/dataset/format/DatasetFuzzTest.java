// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import io.agegender.storage.FileStore;
import io.agegender.testing.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of a dataset: a value or a message. */
class DatasetFuzzTest {
  @TempDir Path dir;

  @Test
  void manifests() throws Exception {
    Fuzz.of("manifest.json", GoldenFile.text("manifest.json").getBytes(UTF_8))
        .run(3000, json -> ManifestParser.parse("manifest.json", json));
  }

  @Test
  void shardHeaders() throws Exception {
    Fuzz.of("npy", Npy.header(3)).run(5000, header -> Npy.check("shard", header, 3));
  }

  @Test
  void receiptsOfShards() throws Exception {
    FileStore storage =
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
    FileStore.Written shard = storage.write(Layout.shard(0), out -> out.write(new byte[9]));
    ShardReceipt sound =
        new ShardReceipt(
            "key",
            0,
            shard.bytes(),
            shard.sha256(),
            List.of(new ShardReceipt.Stored(0, 7, new SourceFacts("jpeg", 9, 9, 99, 0, "grey"))),
            List.of(new ShardReceipt.Rejected(1, "TRUNCATED", "cut")));
    sound.write(storage);
    Path file = dir.resolve(Layout.receipt(0));
    Fuzz.of("receipt", Files.readAllBytes(file))
        .run(
            600,
            bytes -> {
              Files.write(file, bytes);
              // As it was, or of no use: never another face, reason or checksum.
              assertThat(ShardReceipt.find(storage, 0, "key").orElse(sound)).isEqualTo(sound);
            });
  }

  @Test
  void tables() throws Exception {
    FileStore storage =
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
    List<Face> faces = new ArrayList<>();
    for (int id = 0; id < 20; id++) {
      faces.add(
          new Face(
              id,
              new FaceKey("user", "p.jpg", "s" + id),
              0,
              Alignment.ALIGNED,
              new Face.FaceLabels("(0, 2)", "m", 0, 0),
              1,
              new Face.Place(id / 3, id % 3, id),
              new SourceFacts("jpeg", 9, 9, 99, 0, "")));
    }
    IndexTable.write(storage, faces);
    Path file = dir.resolve(Layout.INDEX);
    Fuzz.of("index.parquet", Files.readAllBytes(file))
        .run(
            300,
            bytes -> {
              Files.write(file, bytes);
              IndexTable.read(storage, ClassLabels.of(Target.AGE));
            });
  }
}
