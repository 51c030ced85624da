// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FaultyFileSystem.Fault;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong, nothing is visible before its time, nothing old is lost, and the job goes
 * on.
 */
@Tag("slow")
class PrepareFaultsTest {
  private static final String[] SMALL_SHARDS = {"prepare.shard-records=10"};

  @TempDir static Path dir;
  @TempDir Path fresh;

  private static SparkSession spark;
  private static Path raw;
  private static Map<String, byte[]> expected;

  @BeforeAll
  static void prepareWithoutFaults() {
    // Three attempts at a task.
    spark = Trees.spark("local[2,3]");
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    raw = Trees.draw(dir.resolve("raw"), 24);
    run(dir.resolve("out"), SMALL_SHARDS);
    expected = Trees.files(dir.resolve("out"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  static Stream<Arguments> faults() {
    Predicate<String> shard = name -> name.contains("shard-00002.npy");
    Predicate<String> index = name -> name.contains("index.parquet");
    Predicate<String> manifest = name -> name.contains("manifest.json");
    return Stream.of(
        Arguments.of(Fault.RETURNS_FALSE, shard, "shard-00002.npy"),
        Arguments.of(Fault.THROWS, shard, "the rename went wrong"),
        Arguments.of(Fault.DISK_FULL, shard, "No space left on device"),
        Arguments.of(Fault.DISK_FULL, index, "No space left on device"),
        Arguments.of(Fault.RETURNS_FALSE, manifest, "manifest.json"),
        Arguments.of(Fault.THROWS, manifest, "the rename went wrong"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFailureLeavesNoDatasetAndTheNextAttemptCompletesIt(
      Fault fault, Predicate<String> where, String message) {
    Path out = fresh.resolve("out");
    FaultyFileSystem.set(fault, Integer.MAX_VALUE, where);
    assertThatThrownBy(() -> run(raw, FaultyFileSystem.path(out), SMALL_SHARDS))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining(message);
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThatThrownBy(() -> Dataset.open(Trees.hadoop(out), new Configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not finished");
    FaultyFileSystem.heal();
    PrepareResult result = run(raw, FaultyFileSystem.path(out), SMALL_SHARDS);
    assertThat(result.shardsKept()).isPositive();
    Trees.assertSame(Trees.files(out), expected);
  }

  @Test
  void aTaskThatFailsOnceIsTriedAgain() {
    Path out = fresh.resolve("out");
    FaultyFileSystem.set(Fault.RETURNS_FALSE, 1, name -> name.contains("shard-00001.npy"));
    PrepareResult result = run(raw, FaultyFileSystem.path(out), SMALL_SHARDS);
    assertThat(result.shardsWritten()).isEqualTo(6);
    Trees.assertSame(Trees.files(out), expected);
  }

  @Test
  void aFinishedDatasetIsLeftAlone() {
    PrepareResult again = run(dir.resolve("out"), SMALL_SHARDS);
    assertThat(again.shardsWritten()).isZero();
    assertThat(again.accounting())
        .isEqualTo(
            new String(expected.get("accounting.txt"), java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> run(dir.resolve("out"), "prepare.labels=extended"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds a finished dataset");
    Trees.assertSame(Trees.files(dir.resolve("out")), expected);
  }

  @Test
  void aPictureOfTheSameLengthAndTimeThatIsAnotherOneIsNoticed() throws IOException {
    Path picture = pictures(raw, "aligned").get(0);
    byte[] before = Files.readAllBytes(picture);
    FileTime time = Files.getLastModifiedTime(picture);
    try {
      byte[] other = before.clone();
      other[other.length / 2] ^= 1;
      Files.write(picture, other);
      Files.setLastModifiedTime(picture, time);
      assertThatThrownBy(() -> run(dir.resolve("out"), SMALL_SHARDS))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("1 of 48 pictures of")
          .hasMessageContaining(raw.relativize(picture) + " has other bytes")
          .hasMessageContaining("choose another folder, or delete it first");
    } finally {
      Files.write(picture, before);
      Files.setLastModifiedTime(picture, time);
    }
    assertThat(run(dir.resolve("out"), SMALL_SHARDS).shardsWritten()).isZero();
    Trees.assertSame(Trees.files(dir.resolve("out")), expected);
  }

  @Test
  void aFolderWithSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(fresh.resolve("thesis.txt"), "two years of work");
    assertThatThrownBy(() -> run(fresh, SMALL_SHARDS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not empty");
    assertThat(Trees.files(fresh)).containsOnlyKeys("thesis.txt");
  }

  @Test
  void damagedAndStaleShardsOfAnEarlierAttemptAreMadeAgain() throws IOException {
    Path out = fresh.resolve("out");
    FaultyFileSystem.set(Fault.THROWS, Integer.MAX_VALUE, name -> name.contains("manifest.json"));
    assertThatThrownBy(() -> run(raw, FaultyFileSystem.path(out), SMALL_SHARDS))
        .isInstanceOf(FailedException.class);
    FaultyFileSystem.heal();
    byte[] shard = Files.readAllBytes(out.resolve("shards/shard-00003.npy"));
    shard[5000] ^= 1;
    Files.write(out.resolve("shards/shard-00003.npy"), shard);
    Files.writeString(out.resolve("_work/shard-00004.json"), "{\"key\":\"cu");
    Files.writeString(out.resolve("shards/.writing-shard-00000.npy-killed"), "half");
    PrepareResult result = run(out, SMALL_SHARDS);
    assertThat(result.shardsKept()).isEqualTo(4);
    assertThat(result.shardsWritten()).isEqualTo(2);
    Trees.assertSame(Trees.files(out), expected);
    // Other settings: nothing of the old attempt may get in.
    Path other = fresh.resolve("other");
    FaultyFileSystem.set(Fault.THROWS, Integer.MAX_VALUE, name -> name.contains("manifest.json"));
    assertThatThrownBy(() -> run(raw, FaultyFileSystem.path(other), "prepare.shard-records=5"))
        .isInstanceOf(FailedException.class);
    FaultyFileSystem.heal();
    assertThat(run(other, SMALL_SHARDS).shardsKept()).isZero();
    Trees.assertSame(Trees.files(other), expected);
  }

  @Test
  void aSecondWriterIsRefused() {
    FileStore storage = FileStore.of(Trees.hadoop(fresh.resolve("out")), new Configuration());
    Lease lease = Lease.take(storage, Duration.ofSeconds(30));
    assertThatThrownBy(() -> run(fresh.resolve("out"), SMALL_SHARDS))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("another job is writing there")
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    lease.check();
    lease.close();
    run(fresh.resolve("out"), SMALL_SHARDS);
    Trees.assertSame(Trees.files(fresh.resolve("out")), expected);
  }

  @Test
  void tooManyRejectsFailAndSayWhichAndARepairedTreeGoesOn() throws IOException {
    Path tree = Trees.draw(fresh.resolve("raw"), 24);
    Path first = pictures(tree, "aligned").get(0);
    byte[] whole = Files.readAllBytes(first);
    Files.write(first, java.util.Arrays.copyOf(whole, whole.length - 20));
    Path out = fresh.resolve("out");
    assertThatThrownBy(() -> run(tree, Trees.hadoop(out), SMALL_SHARDS))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("TRUNCATED=")
        .hasMessageContaining("The first is line ")
        .hasMessageContaining(first.getFileName() + ": TRUNCATED")
        .hasMessageContaining("prepare.max-rejected-share = 0.01")
        .hasMessageContaining("rejects.parquet");
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(spark.read().parquet(out.resolve("rejects.parquet").toString()).collectAsList())
        .anyMatch(
            r ->
                r.getString(1).equals("TRUNCATED")
                    && r.getString(6).endsWith(first.getFileName().toString()));
    Files.write(first, whole);
    PrepareResult result = run(tree, Trees.hadoop(out), SMALL_SHARDS);
    assertThat(result.shardsWritten()).isEqualTo(1);
    assertThat(result.rejected()).isZero();
    assertThat(
            Dataset.open(Trees.hadoop(out), new Configuration())
                .split(Target.AGE, Alignment.ALIGNED, 0, Subset.TEST))
        .isNotEmpty();
  }

  @Test
  void aMissingTreeOrFolderIsNamedAndNothingIsLeftBehind() throws IOException {
    assertThatThrownBy(() -> run(fresh.resolve("none"), Trees.hadoop(fresh.resolve("out"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("none: no such folder");
    Files.createDirectories(fresh.resolve("empty"));
    assertThatThrownBy(() -> run(fresh.resolve("empty"), Trees.hadoop(fresh.resolve("out"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no fold_0_data.txt");
    for (int fold = 0; fold < 5; fold++) {
      Files.copy(
          raw.resolve("fold_" + fold + "_data.txt"),
          fresh.resolve("empty/fold_" + fold + "_data.txt"));
    }
    assertThatThrownBy(() -> run(fresh.resolve("empty"), Trees.hadoop(fresh.resolve("out"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("prepare.alignments");
    assertThat(fresh.resolve("out")).doesNotExist();
  }

  private static java.util.List<Path> pictures(Path tree, String folder) throws IOException {
    try (Stream<Path> files = Files.walk(tree.resolve(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static PrepareResult run(Path out, String... settings) {
    return run(raw, Trees.hadoop(out), settings);
  }

  private static PrepareResult run(Path tree, org.apache.hadoop.fs.Path out, String... settings) {
    return PrepareJob.run(spark, Trees.settings(settings), Trees.hadoop(tree), out, Trees.silent());
  }
}
