// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class VerifyJobTest {
  @TempDir static Path dir;

  private static SparkSession spark;
  private static Path out;
  private static Map<String, byte[]> sound;

  @BeforeAll
  static void prepare() {
    spark = Trees.spark("local[2]");
    out = dir.resolve("out");
    PrepareJob.run(
        spark,
        Trees.settings("prepare.shard-records=10"),
        Trees.hadoop(Trees.draw(dir.resolve("raw"), 24)),
        Trees.hadoop(out),
        Trees.silent());
    sound = Trees.files(out);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void restore() throws IOException {
    for (Map.Entry<String, byte[]> file : sound.entrySet()) {
      Files.write(out.resolve(file.getKey()), file.getValue());
    }
  }

  @Test
  void aSoundDatasetHasNoProblems() {
    VerifyResult result = verify();
    assertThat(result.problems()).isEmpty();
    assertThat(result.isSound()).isTrue();
    assertThat(result.records()).isEqualTo(48);
    assertThat(result.files()).isEqualTo(sound.size());
    assertThat(sound.keySet()).noneMatch(name -> name.startsWith("_") || name.contains("tmp"));
  }

  /** All files at once: one damage must not hide another. */
  @Test
  void aFlippedByteInEveryFileIsNamed() throws IOException {
    for (int round = 0; round < 3; round++) {
      for (Map.Entry<String, byte[]> file : sound.entrySet()) {
        if (!file.getKey().equals("manifest.json")) {
          byte[] flipped = file.getValue().clone();
          flipped[Math.floorMod((file.getKey() + round).hashCode() * 31, flipped.length)] ^= 1;
          Files.write(out.resolve(file.getKey()), flipped);
        }
      }
      List<String> problems = verify().problems();
      for (String file : sound.keySet()) {
        if (!file.equals("manifest.json")) {
          assertThat(problems).anyMatch(p -> p.startsWith(file + " is damaged"));
        }
      }
    }
  }

  @Test
  void aFlippedByteInARecordIsNamedWithItsSlot() throws IOException {
    byte[] flipped = sound.get("shards/shard-00001.npy").clone();
    flipped[128 + 4 * Pixels.RECORD + 1000] ^= 1;
    Files.write(out.resolve("shards/shard-00001.npy"), flipped);
    Face face = face(1, 4);
    assertThat(verify().problems())
        .hasSize(2)
        .anyMatch(
            p ->
                p.startsWith("shards/shard-00001.npy slot 4")
                    && p.contains(face.key().photo())
                    && p.contains("CRC-32C"));
    try (FaceReader reader = open().reader()) {
      byte[] record = new byte[Pixels.RECORD];
      reader.read(face(1, 3), record);
      assertThatThrownBy(() -> reader.read(face, record))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("shards/shard-00001.npy slot 4");
    }
  }

  @Test
  void everyByteOfTheManifestCounts() throws IOException {
    byte[] manifest = sound.get("manifest.json");
    for (int position = 0; position < manifest.length; position += 41) {
      byte[] flipped = manifest.clone();
      flipped[position] ^= 1;
      Files.write(out.resolve("manifest.json"), flipped);
      assertThatThrownBy(this::verify)
          .as("byte %d", position)
          .isInstanceOfAny(FailedException.class, UsageException.class)
          .hasMessageContaining("manifest.json");
    }
  }

  @Test
  void cutSwappedAndMissingShardsAreNamed() throws IOException {
    byte[] shard = sound.get("shards/shard-00000.npy");
    Files.write(out.resolve("shards/shard-00000.npy"), java.util.Arrays.copyOf(shard, 9999));
    Files.delete(out.resolve("shards/shard-00002.npy"));
    assertThat(verify().problems())
        .anyMatch(p -> p.equals("shards/shard-00000.npy is cut"))
        .anyMatch(p -> p.equals("shards/shard-00002.npy is missing"));
    assertThatThrownBy(this::open)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("does not fit its manifest")
        .hasMessageContaining("verify");
    restore();
    Files.write(out.resolve("shards/shard-00000.npy"), sound.get("shards/shard-00001.npy"));
    Files.write(out.resolve("shards/shard-00001.npy"), shard);
    assertThat(verify().problems())
        .anyMatch(p -> p.startsWith("shards/shard-00000.npy is damaged"))
        .anyMatch(p -> p.startsWith("shards/shard-00001.npy is damaged"))
        .anyMatch(p -> p.startsWith("shards/shard-00001.npy slot 9"));
  }

  @Test
  void aSwappedMeanImageIsNamed() throws IOException {
    Files.write(out.resolve("means/mixed-0.binaryproto"), sound.get("means/mixed-1.binaryproto"));
    assertThat(verify().problems())
        .hasSize(1)
        .allMatch(p -> p.startsWith("means/mixed-0.binaryproto is damaged"));
  }

  @Test
  void aDamagedAccountingHidesNoDamageFoundBefore() throws IOException {
    Path accounting = out.resolve("accounting.json");
    String text = Files.readString(accounting);
    // The first account does not add up, and a later one has a target that nobody knows.
    int in = text.indexOf("\"in\"");
    int last = text.indexOf("\"gender\"", in);
    Files.writeString(
        accounting,
        text.substring(0, in)
            + text.substring(in, last).replaceFirst("\"in\" ?: ?[0-9]+", "\"in\" : 7")
            + "\"gander\""
            + text.substring(last + 8));
    List<String> problems = verify().problems();
    assertThat(problems)
        .anyMatch(p -> p.startsWith("accounting.json is damaged"))
        .anyMatch(p -> p.contains("7 rows in, but"))
        .anyMatch(p -> p.contains("gander"));

    Files.writeString(accounting, "{");
    assertThat(verify().problems())
        .anyMatch(p -> p.startsWith("accounting.json is damaged"))
        .anyMatch(p -> p.startsWith("accounting.json cannot be read"));
  }

  @Test
  void noManifestIsNoDataset() throws IOException {
    Files.delete(out.resolve("manifest.json"));
    assertThatThrownBy(this::open)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not a dataset");
    assertThatThrownBy(this::verify).isInstanceOf(UsageException.class);
  }

  @Test
  void anotherFormatVersionIsRefused() throws IOException {
    String manifest = Files.readString(out.resolve("manifest.json"));
    Files.writeString(
        out.resolve("manifest.json"),
        manifest.replace("\"format-version\" : 1", "\"format-version\" : 2"));
    assertThatThrownBy(this::open)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("format version 2 and this program reads version 1");
  }

  @Test
  void sparkSqlReadsTheIndexAndTheLists() {
    spark.read().parquet(out.resolve("index.parquet").toString()).createOrReplaceTempView("face");
    spark.read().parquet(out.resolve("splits").toString()).createOrReplaceTempView("sample");
    List<Row> rows =
        spark
            .sql(
                "select alignment, count(*) n, min(crc32c) c from face group by alignment order by alignment")
            .collectAsList();
    assertThat(rows).extracting(r -> r.getString(0)).containsExactly("aligned", "unaligned");
    assertThat(rows).extracting(r -> r.getLong(1)).containsExactly(24L, 24L);
    // CRC-32C is unsigned in the table.
    assertThat(rows).allMatch(r -> r.getLong(2) >= 0);
    long wrong =
        spark
            .sql(
                "select * from sample join face on sample.face = face.id where label != if(target = 'age', age_class, gender_class)")
            .count();
    assertThat(wrong).isZero();
  }

  @Test
  void inspectShowsCountsHeadAndFaces() throws IOException {
    Path sheet = dir.resolve("sheet.png");
    InspectResult result =
        InspectJob.run(
            new InspectSettings(3, 4, 64),
            Trees.hadoop(out),
            Trees.hadoop(sheet),
            new Configuration());
    assertThat(result.head()).hasSize(4);
    assertThat(result.head().get(1)).startsWith("0 ").contains(" aligned ");
    assertThat(result.counts()).contains("gender faces per fold, class and alignment");
    long total =
        result
            .counts()
            .lines()
            .filter(l -> l.matches("(un)?aligned .*"))
            .mapToLong(l -> Long.parseLong(l.substring(l.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(total).isEqualTo(2 * 48);
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(4 * 64);
  }

  private VerifyResult verify() {
    return VerifyJob.run(spark, Trees.hadoop(out), Trees.silent());
  }

  private Dataset open() {
    return Dataset.open(Trees.hadoop(out), new Configuration());
  }

  private Face face(int shard, int slot) {
    return open().faces().stream()
        .filter(f -> f.place().shard() == shard && f.place().slot() == slot)
        .findFirst()
        .orElseThrow();
  }
}
