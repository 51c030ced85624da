// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Npy;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.Pixels;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import io.agegender.storage.RemoteFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteShardsTest {
  private static final String SHARD = Layout.shard(0);

  @TempDir Path dir;

  private final byte[] record = new byte[Pixels.RECORD];
  private final byte[] read = new byte[Pixels.RECORD];
  private FileStore storage;
  private Map<String, String> sha256;
  private Face face;

  @BeforeEach
  void writeAShard() {
    storage =
        FileStore.of(
            RemoteFileSystem.path(dir.resolve("set")),
            RemoteFileSystem.register(new Configuration()));
    new Random(5).nextBytes(record);
    face = face(Checksums.crc32c(record));
    ShardWriter.write(storage, 0, List.of(record));
    sha256 = Map.of(SHARD, storage.hash(SHARD));
    int unused = RemoteFileSystem.shardsOpened();
  }

  @Test
  void aShardIsCopiedOnceForAllReadersOfAnApplicationAndRemovedAtItsEnd() {
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE);
        FaceReader one = reader(scratch);
        FaceReader two = reader(scratch)) {
      one.read(face, read);
      assertThat(read).isEqualTo(record);
      two.read(face, read);
      one.read(face, read);
      assertThat(RemoteFileSystem.shardsOpened()).isOne();
      assertThat(copy(scratch)).exists();
    }
    assertThat(dir.resolve("agegender-" + System.getProperty("user.name")).resolve("app"))
        .doesNotExist();
  }

  @Test
  void aDamagedCopyIsMadeAgainAndTheDatasetIsNotBlamed() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE)) {
      try (FaceReader first = reader(scratch)) {
        first.read(face, read);
        damage(copy(scratch));
        // While it is mapped.
        first.read(face, read);
        assertThat(read).isEqualTo(record);
        assertThat(RemoteFileSystem.shardsOpened()).isEqualTo(2);
      }
      damage(copy(scratch));
      // When it is found, in full length.
      try (FaceReader second = reader(scratch)) {
        second.read(face, read);
        assertThat(read).isEqualTo(record);
        assertThat(RemoteFileSystem.shardsOpened()).isOne();
      }
      Files.write(copy(scratch), new byte[3]);
      try (FaceReader third = reader(scratch)) {
        third.read(face, read);
        assertThat(read).isEqualTo(record);
      }
    }
  }

  @Test
  void aCopyThatIsCutWhileItIsMappedIsMadeAgain() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE);
        FaceReader reader = reader(scratch)) {
      reader.read(face, read);
      Files.write(copy(scratch), new byte[0]);
      Arrays.fill(read, (byte) 0);
      reader.read(face, read);
      assertThat(read).isEqualTo(record);
      assertThat(RemoteFileSystem.shardsOpened()).isEqualTo(2);
    }
  }

  @Test
  void whatDoesNotFitTheBoundIsReadFromTheStoreAndChecked() throws IOException {
    byte[] other = record.clone();
    other[7] ^= 1;
    ShardWriter.write(storage, 1, List.of(record, other));
    Face beyond = face(Checksums.crc32c(other), 1, 1);
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Npy.length(2));
        FaceReader reader = reader(scratch)) {
      reader.read(face, read);
      for (int i = 0; i < 2; i++) {
        reader.read(beyond, read);
        assertThat(read).isEqualTo(other);
      }
      assertThat(RemoteFileSystem.shardsOpened()).isEqualTo(3);
      assertThat(copy(scratch)).exists();
      assertThat(copies(scratch)).containsExactly(copy(scratch));
      damage(dir.resolve("set").resolve(Layout.shard(1)));
      assertThatThrownBy(() -> reader.read(beyond, read))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("is damaged: its CRC-32C is ");
    }
  }

  @Test
  void theBoundCountsWhatAllReadersOfAnApplicationHaveCopied() throws IOException {
    ShardWriter.write(storage, 2, List.of(record));
    ShardWriter.write(storage, 3, List.of(record));
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", 2 * Npy.length(1));
        FaceReader one = reader(scratch);
        FaceReader two = reader(scratch)) {
      one.read(face, read);
      two.read(face(face.place().crc32c(), 2, 0), read);
      one.read(
          face(face.place().crc32c(), 3, 0), read); // Said to be too much, and read nevertheless.
      assertThat(read).isEqualTo(record);
      assertThat(copies(scratch)).hasSize(2);
    }
  }

  @Test
  void whatGoesWhileItIsCountedIsNotCounted() throws Exception {
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE)) {
      Path folder = Files.createDirectories(scratch.path().resolve("identity"));
      AtomicBoolean counted = new AtomicBoolean();
      CompletableFuture<Void> givesUp =
          CompletableFuture.runAsync(
              () -> {
                while (!counted.get()) {
                  try {
                    Files.delete(Files.createTempFile(folder, "shard", ".part"));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
      try {
        for (int i = 0; i < 500; i++) {
          Files.delete(scratch.reserve(folder, 1).orElseThrow());
        }
      } finally {
        counted.set(true);
        givesUp.join();
      }
    }
  }

  private static List<Path> copies(ScratchFolder scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch.path().resolve("identity"))) {
      return files.toList();
    }
  }

  @Test
  void damageInTheStoreIsSaidToBeThere() throws IOException {
    damage(dir.resolve("set").resolve(SHARD));
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE);
        FaceReader reader = reader(scratch)) {
      assertThatThrownBy(() -> reader.read(face, read))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("faulty:")
          .hasMessageContaining("set/" + SHARD + " is damaged: its SHA-256 is ")
          .hasMessageContaining(", the manifest has " + sha256.get(SHARD) + "; run verify");
      assertThat(copy(scratch)).doesNotExist();
    }
  }

  @Test
  void anIndexThatDoesNotFitASoundShardIsSaid() {
    try (ScratchFolder scratch = ScratchFolder.of(dir, "app", Long.MAX_VALUE);
        FaceReader reader = reader(scratch)) {
      assertThatThrownBy(() -> reader.read(face(1), read))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("the index has 00000001");
      assertThat(RemoteFileSystem.shardsOpened()).isOne();
    }
  }

  @Test
  void theNextOneRemovesWhatAKilledProcessLeftButNotWhatALivingOneUses() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path theirs =
        Path.of(
            new String(other.getInputStream().readNBytes(Holder.TOLD), StandardCharsets.UTF_8)
                .strip());
    Files.writeString(theirs.resolve("copy.npy"), "a copy");
    openAndClose("one");
    assertThat(theirs.resolve("copy.npy")).exists();
    assertThat(other.destroyForcibly().waitFor()).isNotZero();
    openAndClose("two");
    assertThat(theirs).doesNotExist();
  }

  /** A process that holds a folder until it is killed. */
  static final class Holder {
    /** Bytes that it writes: the folder's path and blanks. */
    static final int TOLD = 400;

    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.printf(
          "%-" + TOLD + "s", ScratchFolder.of(Path.of(args[0]), "theirs", Long.MAX_VALUE).path());
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private void openAndClose(String application) {
    try (ScratchFolder mine = ScratchFolder.of(dir, application, Long.MAX_VALUE)) {
      assertThat(mine.path()).exists();
    }
  }

  private FaceReader reader(ScratchFolder scratch) {
    return new MappedFaceReader(
        new LocalShards(storage, sha256, scratch, "identity"),
        List.of(
            new Manifest.Shard(0, Alignment.ALIGNED, 1),
            new Manifest.Shard(1, Alignment.ALIGNED, 2),
            new Manifest.Shard(2, Alignment.ALIGNED, 1),
            new Manifest.Shard(3, Alignment.ALIGNED, 1)),
        () -> {});
  }

  private static Path copy(ScratchFolder scratch) {
    return scratch.path().resolve("identity").resolve(Path.of(SHARD).getFileName());
  }

  /** Flips bits of the last byte in place. */
  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() - 1);
      int last = bytes.read();
      bytes.seek(bytes.length() - 1);
      bytes.write(last ^ 0x55);
    }
  }

  private static Face face(int crc32c) {
    return face(crc32c, 0, 0);
  }

  private static Face face(int crc32c, int shard, int slot) {
    return new Face(
        0,
        new FaceKey("user", "p.jpg", "s"),
        0,
        Alignment.ALIGNED,
        new Face.FaceLabels("(0, 2)", "m", 0, 0),
        1,
        new Face.Place(shard, slot, crc32c),
        new SourceFacts("jpeg", 9, 9, 99, 0, ""));
  }
}
