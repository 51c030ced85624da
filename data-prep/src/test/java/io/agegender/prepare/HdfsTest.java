// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.ScratchFolder;
import io.agegender.dataset.format.Face;
import io.agegender.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw tree and dataset on a real HDFS in this JVM. */
@Tag("slow")
class HdfsTest {
  @TempDir static Path dir;

  private static MiniDFSCluster cluster;
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    spark = Trees.spark("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
    cluster.shutdown();
  }

  @Test
  void theDatasetOnHdfsIsTheOneOnLocalDisks() throws IOException {
    FileSystem hdfs = cluster.getFileSystem();
    Path raw = Trees.draw(dir.resolve("raw"), 24);
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(hdfs.getUri() + "/data @ %41");
    org.apache.hadoop.fs.Path remoteRaw = new org.apache.hadoop.fs.Path(root, "raw");
    org.apache.hadoop.fs.Path remoteOut = new org.apache.hadoop.fs.Path(root, "set");
    hdfs.copyFromLocalFile(Trees.hadoop(raw), remoteRaw);

    PrepareResult first =
        PrepareJob.run(
            spark,
            Trees.settings("prepare.shard-records=10"),
            remoteRaw,
            remoteOut,
            Trees.silent());
    PrepareJob.run(
        spark,
        Trees.settings("prepare.shard-records=10"),
        Trees.hadoop(raw),
        Trees.hadoop(dir.resolve("out")),
        Trees.silent());

    Path copy = dir.resolve("copy");
    hdfs.copyToLocalFile(false, remoteOut, Trees.hadoop(copy), true);
    Map<String, byte[]> local = Trees.files(dir.resolve("out"));
    Trees.assertSame(Trees.files(copy), local);
    assertThat(
            PrepareJob.run(
                    spark,
                    Trees.settings("prepare.shard-records=10"),
                    remoteRaw,
                    remoteOut,
                    Trees.silent())
                .identity())
        .isEqualTo(first.identity());
    assertThat(VerifyJob.run(spark, remoteOut, Trees.silent()).problems()).isEmpty();
    readThroughScratch(remoteOut);
  }

  /** A shard is copied once, however many readers share a folder, and the copies go with it. */
  private static void readThroughScratch(org.apache.hadoop.fs.Path root) throws IOException {
    Dataset dataset = Dataset.open(root, new Configuration());
    Path parent = Files.createDirectories(dir.resolve("scratch"));
    byte[] record = new byte[Pixels.RECORD];
    try (ScratchFolder scratch = ScratchFolder.of(parent, "test", Long.MAX_VALUE);
        FaceReader one = dataset.reader(scratch);
        FaceReader two = dataset.reader(scratch)) {
      for (Face face : dataset.faces()) {
        one.read(face, record);
        two.read(face, record);
      }
      assertThat(shards(parent)).isEqualTo(dataset.manifest().shards().size());
    }
    assertThat(shards(parent)).isZero();
  }

  private static long shards(Path parent) throws IOException {
    try (Stream<Path> files = Files.walk(parent)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".npy")).count();
    }
  }
}
