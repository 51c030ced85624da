// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.BlobShape;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.IndexTable;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.ManifestParser;
import io.agegender.dataset.format.Npy;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.dataset.format.SplitTable;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
              new FaceKey("user", "p.jpg", "s" + id),
              0,
              Alignment.ALIGNED,
              new Face.FaceLabels("(0, 2)", "m", 0, 0),
              1,
              new Face.Place(id / 3, id % 3, Checksums.crc32c(record)),
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
    try (FaceReader reader = open();
        FileChannel cut =
            FileChannel.open(dir.resolve("set/shards/shard-00000.npy"), StandardOpenOption.WRITE)) {
      reader.read(faces.get(0), record);
      FileChannel unused = cut.truncate(5000);
      assertThatThrownBy(() -> reader.read(faces.get(2), record))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("slot 2 (aligned/user/")
          .hasMessageContaining("shard-00000.npy was cut");
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
    assertThat(IndexTable.read(storage, ClassLabels.of(Target.AGE))).isEqualTo(faces);
    assertThat(IndexTable.write(storage, faces)).isEqualTo(IndexTable.write(storage, faces));
  }

  @Test
  void aMeanImageOfAnotherSizeIsRefused() {
    String file = "means/aligned-0.binaryproto";
    org.apache.hadoop.fs.Path path = storage.path(file);
    MeanImage mean = new MeanImage(new float[Pixels.RECORD]);
    storage.write(file, BinaryProto.of(mean)::write);
    assertThat(BinaryProto.readMean(path, storage.configuration())).isEqualTo(mean);
    storage.write(
        file, new BinaryProto(BlobShape.of(1, 3, 224, 224), new float[3 * 224 * 224])::write);
    assertThatThrownBy(() -> BinaryProto.readMean(path, storage.configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("it is 1x3x224x224, faces are 1 x 3 x 256 x 256");
  }

  @Test
  void aFlippedBitInATableIsFound() throws Exception {
    IndexTable.write(storage, faces);
    Path index = dir.resolve("set/index.parquet");
    byte[] sound = Files.readAllBytes(index);
    int found = 0;
    for (int at = 4; at < sound.length / 2; at += 97) {
      byte[] flipped = sound.clone();
      flipped[at] ^= 1;
      Files.write(index, flipped);
      try {
        assertThat(IndexTable.read(storage, ClassLabels.of(Target.AGE))).isEqualTo(faces);
      } catch (FailedException e) {
        assertThat(e).hasMessageContaining("index.parquet").hasMessageContaining("run verify");
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void aLabelOutOfRangeIsFoundWithItsRow() {
    Map<SplitTable.Key, List<Sample>> lists = new java.util.HashMap<>();
    for (Target target : Target.values()) {
      for (Subset subset : Subset.values()) {
        lists.put(new SplitTable.Key(target, subset), List.of(new Sample(0, 0), new Sample(1, 9)));
      }
    }
    SplitTable.write(storage, Alignment.ALIGNED, 0, lists);
    assertThatThrownBy(
            () -> SplitTable.read(storage, Alignment.ALIGNED, 0, ClassLabels.of(Target.AGE)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("splits/aligned-0.parquet: row 1: label is 9, not 0 to 7");
  }

  @Test
  void namesAndBytesDoNotFollowTheLocale() {
    java.util.Locale before = java.util.Locale.getDefault();
    byte[] header = Npy.header(17);
    try {
      java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%d".formatted(17)).isEqualTo("\u0661\u0667");
      assertThat(Layout.shard(17)).isEqualTo("shards/shard-00017.npy");
      assertThat(Layout.splits(Alignment.MIXED, 3)).isEqualTo("splits/mixed-3.parquet");
      assertThat(Layout.mean(Alignment.MIXED, 3)).isEqualTo("means/mixed-3.binaryproto");
      assertThat(Npy.header(17)).isEqualTo(header);
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  @Test
  void theProgramThatMadeADatasetIsNotPartOfItsIdentity() {
    List<Manifest> made = new ArrayList<>();
    for (String program : List.of("agegender development", "agegender 2.0 (commit 12ab)")) {
      byte[] json = ManifestParser.toJson(manifest(program));
      made.add(ManifestParser.parse("here", json));
      assertThat(made.get(made.size() - 1).recipe().createdBy()).isEqualTo(program);
      String text = new String(json, StandardCharsets.UTF_8);
      assertThatThrownBy(
              () ->
                  ManifestParser.parse(
                      "here",
                      text.replace(program, "agegender 9").getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("its own hash does not fit");
      if (program.endsWith("development")) {
        // What the identity of every dataset was before.
        assertThat(made.get(0).sha256()).isEqualTo(Sha256.of(json));
      }
    }
    assertThat(made.get(0).sha256()).isEqualTo(made.get(1).sha256());
    assertThat(Build.program()).matches("agegender \\S+( \\(commit [0-9a-f]{40}(, changed)?\\))?");
  }

  private Manifest manifest(String program) {
    return new Manifest(
        new Manifest.Recipe(program, "key", new java.util.TreeMap<>()),
        List.of(0, 1),
        List.of(Alignment.ALIGNED),
        new java.util.TreeMap<>(Map.of("faces", 5L)),
        shards,
        List.of(new Manifest.Entry("index.parquet", 5, "0")),
        "");
  }

  private FaceReader open() {
    return FaceReader.of(storage.root(), new Configuration(), shards);
  }
}
