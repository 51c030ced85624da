package io.agegender.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.BlobShape;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.IndexTable;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.MeanFiles;
import io.agegender.dataset.format.Npy;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Crop;
import io.agegender.image.MeanImage;
import io.agegender.image.Mirror;
import io.agegender.image.Pixels;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir Path dir;

  private final List<byte[]> records = new ArrayList<>();
  private final List<Face> faces = new ArrayList<>();
  private final List<Manifest.Shard> shards = new ArrayList<>();
  private FileStore storage;

  @BeforeEach
  void writeTwoShards() {
    storage =
        FileStore.of(
            new org.apache.hadoop.fs.Path(dir.resolve("set").toUri()), new Configuration());
    Random random = new Random(3);
    for (int id = 0; id < 5; id++) {
      byte[] record = new byte[Pixels.RECORD];
      random.nextBytes(record);
      records.add(record);
      faces.add(
          new Face(
              id,
              "user",
              "s" + id,
              "p.jpg",
              0,
              Alignment.ALIGNED,
              "(0, 2)",
              "m",
              0,
              0,
              1,
              id / 3,
              id % 3,
              Checksums.crc32c(record),
              new SourceFacts("jpeg", 9, 9, 99, 0, "")));
    }
    ShardWriter.write(storage, 0, records.subList(0, 3));
    ShardWriter.write(storage, 1, records.subList(3, 5));
    shards.add(new Manifest.Shard(0, Alignment.ALIGNED, 3));
    shards.add(new Manifest.Shard(1, Alignment.ALIGNED, 2));
  }

  @Test
  void aShardIsAnArrayThatNumPyReads() throws Exception {
    byte[] file = Files.readAllBytes(dir.resolve("set/shards/shard-00001.npy"));
    assertThat(file).hasSize(128 + 2 * 196608);
    assertThat(new String(file, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
    assertThat(file[0]).isEqualTo((byte) 0x93);
    assertThat(new byte[] {file[6], file[7], file[8], file[9]}).containsExactly(1, 0, 118, 0);
    assertThat(new String(file, 10, 118, StandardCharsets.US_ASCII).stripTrailing())
        .isEqualTo("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 256, 256), }");
    assertThat(file[127]).isEqualTo((byte) '\n');
    assertThat(ShardWriter.MAX_RECORDS).isEqualTo(341);
    assertThat(Npy.length(341)).isLessThanOrEqualTo(64L << 20);
  }

  @Test
  void recordsAreReadByPositionAndChecked() throws Exception {
    byte[] record = new byte[Pixels.RECORD];
    try (FaceReader reader = open()) {
      for (int id : new int[] {4, 0, 2, 3, 1}) {
        reader.read(faces.get(id), record);
        assertThat(java.util.Arrays.equals(record, records.get(id))).isTrue();
      }
    }
    byte[] shard = Files.readAllBytes(dir.resolve("set/shards/shard-00000.npy"));
    shard[128 + Pixels.RECORD + 77] ^= 8;
    Files.write(dir.resolve("set/shards/shard-00000.npy"), shard);
    try (FaceReader reader = open()) {
      assertThatThrownBy(() -> reader.read(faces.get(1), record))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("shards/shard-00000.npy slot 1 (aligned/user/")
          .hasMessageContaining("CRC-32C");
    }
    Files.write(dir.resolve("set/shards/shard-00000.npy"), java.util.Arrays.copyOf(shard, 5000));
    try (FaceReader reader = open()) {
      assertThatThrownBy(() -> reader.read(faces.get(1), record))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("has 5000 bytes instead of 589952");
    }
    Files.delete(dir.resolve("set/shards/shard-00000.npy"));
    try (FaceReader reader = open()) {
      assertThatThrownBy(() -> reader.read(faces.get(1), record))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("shard-00000.npy");
    }
  }

  @Test
  void theIndexComesBackAsItWasWritten() {
    IndexTable.write(storage, faces);
    assertThat(IndexTable.read(storage)).isEqualTo(faces);
    assertThat(IndexTable.write(storage, faces)).isEqualTo(IndexTable.write(storage, faces));
  }

  @Test
  void aMeanImageOfAnotherSizeIsRefused() {
    MeanImage mean = new MeanImage(new float[Pixels.RECORD]);
    MeanFiles.write(storage, "means/aligned-0.binaryproto", mean);
    assertThat(MeanFiles.read(storage, "means/aligned-0.binaryproto")).isEqualTo(mean);
    storage.write(
        "means/aligned-0.binaryproto",
        new BinaryProto(BlobShape.of(1, 3, 224, 224), new float[3 * 224 * 224])::write);
    assertThatThrownBy(() -> MeanFiles.read(storage, "means/aligned-0.binaryproto"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("it is 1x3x224x224, a mean image is 1x3x256x256");
  }

  @Test
  void batchesAreReadAheadInOrder() {
    MeanImage mean = new MeanImage(new float[Pixels.RECORD]);
    List<List<Cut>> wanted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<Cut> cuts = new ArrayList<>();
      for (int j = 0; j <= i % 3; j++) {
        cuts.add(new Cut((i + j) % 5, i, 29 - i, i % 2 == 0 ? Mirror.NONE : Mirror.HORIZONTAL));
      }
      wanted.add(cuts);
    }
    float[] expected = new float[3 * 227 * 227];
    try (FaceReader records = open();
        BatchReader reader = BatchReader.open(faces, records, mean, 227, 3, 2, wanted.iterator())) {
      for (List<Cut> cuts : wanted) {
        BatchReader.Batch batch = reader.next().orElseThrow();
        assertThat(batch.cuts()).isEqualTo(cuts);
        for (int j = 0; j < cuts.size(); j++) {
          Cut cut = cuts.get(j);
          Crop.into(
              this.records.get(cut.face()),
              mean,
              227,
              cut.top(),
              cut.left(),
              cut.mirror(),
              expected,
              0);
          assertThat(
                  java.util.Arrays.equals(
                      batch.pixels(),
                      j * expected.length,
                      (j + 1) * expected.length,
                      expected,
                      0,
                      expected.length))
              .isTrue();
        }
      }
      assertThat(reader.next()).isEqualTo(Optional.empty());
      assertThat(reader.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aDamagedRecordReachesTheOneWhoTakesBatches() throws Exception {
    byte[] shard = Files.readAllBytes(dir.resolve("set/shards/shard-00001.npy"));
    shard[200] ^= 1;
    Files.write(dir.resolve("set/shards/shard-00001.npy"), shard);
    MeanImage mean = new MeanImage(new float[Pixels.RECORD]);
    List<List<Cut>> wanted =
        List.of(
            List.of(new Cut(0, 0, 0, Mirror.NONE)),
            List.of(new Cut(3, 0, 0, Mirror.NONE)),
            List.of(new Cut(1, 0, 0, Mirror.NONE)));
    try (FaceReader records = open();
        BatchReader reader = BatchReader.open(faces, records, mean, 224, 1, 1, wanted.iterator())) {
      assertThat(reader.next()).isPresent();
      assertThatThrownBy(reader::next)
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("shard-00001.npy slot 0");
      assertThat(reader.next()).isEmpty();
    }
    // Closing in the middle ends the thread.
    try (FaceReader records = open();
        BatchReader reader =
            BatchReader.open(
                faces,
                records,
                mean,
                224,
                1,
                1,
                java.util.stream.Stream.generate(() -> wanted.get(0)).iterator())) {
      assertThat(reader.next()).isPresent();
    }
  }

  @Test
  void aLeaseIsHeldByOne() throws Exception {
    Duration term = Duration.ofMillis(600);
    try (Lease lease = Lease.take(storage, term)) {
      assertThatThrownBy(() -> Lease.take(storage, term))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("another job is writing there");
      lease.check();
    }
    assertThat(dir.resolve("set/_lease")).doesNotExist();
    // A process of this machine that is gone.
    Path file = dir.resolve("set/_lease");
    String host = java.net.InetAddress.getLocalHost().getHostName();
    Files.writeString(file, holder("dead", host, Long.MAX_VALUE >> 16));
    Lease.take(storage, term).close();
    // A silent holder on another machine.
    Files.writeString(file, holder("silent", "elsewhere.example", 1));
    Lease taken = Lease.take(storage, term);
    // Somebody takes it in turn: the old holder must not go on.
    Files.writeString(file, holder("thief", "elsewhere.example", 1));
    assertThatThrownBy(taken::check)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("the lease was lost: process 1 on elsewhere.example has it");
    taken.close();
    assertThat(file).hasContent(holder("thief", "elsewhere.example", 1));
  }

  @Test
  void aHolderElsewhereThatRenewsItsLeaseKeepsIt() throws Exception {
    Path file = dir.resolve("set/_lease");
    Files.writeString(file, holder("alive", "elsewhere.example", 1));
    Thread other =
        new Thread(
            () -> {
              try {
                Thread.sleep(300);
                Files.writeString(
                    file,
                    holder("alive", "elsewhere.example", 1)
                        .replace("\"renewals\":0", "\"renewals\":1"));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();
    assertThatThrownBy(() -> Lease.take(storage, Duration.ofSeconds(2)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("process 1 on elsewhere.example");
    other.join();
  }

  private static String holder(String owner, String host, long pid) {
    return "{\"owner\":\"%s\",\"host\":\"%s\",\"pid\":%d,\"started\":\"\",\"renewals\":0}"
        .formatted(owner, host, pid);
  }

  private FaceReader open() {
    return ShardReader.open(storage.root(), new Configuration(), shards);
  }
}
