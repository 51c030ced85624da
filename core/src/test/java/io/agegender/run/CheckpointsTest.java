// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FaultyFileSystem.Fault;
import io.agegender.storage.Fence;
import io.agegender.storage.FileStore;
import io.agegender.storage.UploadingFileSystem;
import io.agegender.training.FloatChunks;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointsTest {
  private static final Retention ALL = new Retention(100, 0);

  @TempDir java.nio.file.Path dir;
  private final List<String> passedOver = new ArrayList<>();

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @Test
  void givesBackWhatWasSaved() {
    TrainingState state = state(7, 1.5f);
    assertThat(checkpoints("key").save(state, OptionalDouble.empty(), ALL))
        .isEqualTo(state.parameters().sha256());
    TrainingState loaded = newest("key").orElseThrow();
    assertThat(loaded.iteration()).isEqualTo(7);
    assertThat(loaded.parameters().sha256()).isEqualTo(state.parameters().sha256());
    assertThat(loaded.momentum().sha256()).isEqualTo(state.momentum().sha256());
    assertThat(passedOver).isEmpty();
  }

  @Test
  void theRecordComesLastAndGoesFirst() throws IOException {
    FileStore store =
        FileStore.of(FaultyFileSystem.path(dir), UploadingFileSystem.register(new Configuration()));
    Checkpoints checkpoints = new Checkpoints(store, "key");
    for (int i = 1; i <= 3; i++) {
      checkpoints.save(state(i, i), OptionalDouble.of(i), new Retention(2, 0), fence(4, false));
    }
    assertThat(checkpoints.iterations()).containsExactly(2, 3);
    assertThat(dir.toFile().list())
        .containsExactlyInAnyOrder("0000002-0000000004", "0000003-0000000004");

    // Succeeded while it wrote: nothing of it stays.
    assertThatThrownBy(
            () -> checkpoints.save(state(4, 9), OptionalDouble.of(0), ALL, fence(4, true)))
        .isInstanceOf(FailedException.class)
        .hasMessage("succeeded");
    assertThat(dir.resolve("0000004-0000000004")).doesNotExist();
    assertThat(checkpoints.iterations()).containsExactly(2, 3);
    assertThat(checkpoints.best(1)).containsExactly(2);

    // The successor's of the same iteration is the one that is read, and both go together.
    checkpoints.save(state(3, 7), OptionalDouble.of(3), ALL, fence(5, false));
    assertThat(checkpoints.load(3).parameters().sha256())
        .isEqualTo(state(3, 7).parameters().sha256());
    checkpoints.save(state(5, 5), OptionalDouble.of(5), new Retention(1, 0), fence(5, false));
    assertThat(checkpoints.iterations()).containsExactly(5);
    assertThat(dir.resolve("0000003-0000000004")).doesNotExist();

    // A writer that begins removes what those before it left when they were killed.
    Files.createDirectory(dir.resolve("0000004-0000000004"));
    Files.write(dir.resolve("0000004-0000000004/momentum.f32"), new byte[8]);
    assertThat(checkpoints.iterations()).containsExactly(5);
    new Checkpoints(store, "key").save(state(6, 6), OptionalDouble.of(6), ALL, fence(6, false));
    assertThat(dir.resolve("0000004-0000000004")).doesNotExist();

    // Half-deleted it does not count.
    Files.delete(dir.resolve("0000006-0000000006/momentum.f32"));
    assertThat(checkpoints.iterations()).containsExactly(5);
  }

  private static Fence fence(long epoch, boolean succeeded) {
    return new Fence() {
      @Override
      public long epoch() {
        return epoch;
      }

      @Override
      public void check() {
        if (succeeded) {
          throw new FailedException("succeeded");
        }
      }
    };
  }

  @Test
  void theNewestAndTheBestStay() {
    Checkpoints checkpoints = checkpoints("key");
    double[] losses = {3.0, 1.0, 2.0, 1.5, 4.0, 5.0};
    for (int i = 0; i < losses.length; i++) {
      checkpoints.save(state(i, i), OptionalDouble.of(losses[i]), new Retention(2, 1));
    }
    assertThat(checkpoints.iterations()).containsExactly(1, 4, 5);
    assertThat(checkpoints.best(2)).containsExactly(1, 4);
    // A lower loss takes its place; without a loss it cannot be the best.
    checkpoints.save(state(6, 6), OptionalDouble.of(0.5), new Retention(1, 1));
    checkpoints.save(state(7, 7), OptionalDouble.empty(), new Retention(1, 1));
    assertThat(checkpoints.iterations()).containsExactly(6, 7);
  }

  @Test
  void damagedOnesOfOtherRunsAndUnderAnotherNameArePassedOver() throws IOException {
    for (int i = 1; i <= 6; i++) {
      checkpoints(i == 6 ? "other" : "key").save(state(i, i), OptionalDouble.empty(), ALL);
    }
    flip(dir.resolve("0000005-0000000000/momentum.f32"));
    Files.write(dir.resolve("0000004-0000000000/parameters.f32"), new byte[8]);
    Files.delete(dir.resolve("0000003-0000000000/checkpoint.json"));
    Files.move(dir.resolve("0000002-0000000000"), dir.resolve("0000009-0000000000"));
    assertThat(newest("key").orElseThrow().iteration()).isEqualTo(1);
    assertThat(passedOver)
        .hasSize(4)
        .satisfiesExactly(
            renamed -> assertThat(renamed).contains("0000009", "of iteration 2"),
            foreign -> assertThat(foreign).contains("0000006", "other settings, data or code"),
            flipped -> assertThat(flipped).contains("0000005", "momentum.f32 is damaged"),
            cut ->
                assertThat(cut).contains("0000004", "parameters.f32 has 8 bytes, not 1000 floats"));
  }

  @Test
  void noValueInItsJsonKeepsTheOneBeforeFromBeingUsed() throws IOException {
    checkpoints("key").save(state(1, 1), OptionalDouble.empty(), ALL);
    checkpoints("key").save(state(2, 2), OptionalDouble.of(0.5), ALL);
    Files.createDirectory(dir.resolve("99999999999"));
    java.nio.file.Path json = dir.resolve("0000002-0000000000/checkpoint.json");
    String whole = Files.readString(json);
    for (String damaged :
        List.of(
            whole.replace("\"floats\" : 1000", "\"floats\" : 1099511627776"),
            whole.replace("\"floats\" : 1000", "\"floats\" : -1"),
            whole.replace("\"floats\" : 1000", "\"floats\" : 1e999"),
            whole.replace("\"iteration\" : 2", "\"iteration\" : \"2\""),
            whole.replace("\"run-key\"", "\"key\""),
            whole.replace("\"format-version\" : 1", "\"format-version\" : 2"),
            whole.substring(0, 20))) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(json, damaged);
      assertThat(newest("key").orElseThrow().iteration()).isEqualTo(1);
    }
    assertThat(passedOver).hasSize(7).allMatch(text -> text.contains("0000002"));
    Files.writeString(json, whole.replace("0.5", "1e999"));
    assertThat(checkpoints("key").best(1)).isEmpty();
  }

  @Test
  void aDamagedOneIsReplacedByOneOfTheSameIteration() throws IOException {
    checkpoints("key").save(state(3, 1), OptionalDouble.empty(), ALL);
    flip(dir.resolve("0000003-0000000000/parameters.f32"));
    assertThat(newest("key")).isEmpty();
    checkpoints("key").save(state(3, 1), OptionalDouble.empty(), ALL);
    assertThat(newest("key")).isPresent();
    assertThat(names()).containsExactly("0000003-0000000000");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETURNS_FALSE", "THROWS", "DISK_FULL"})
  void aFailureKeepsWhatWasThereAndLeavesNothingElse(Fault fault) {
    checkpoints("key").save(state(3, 1), OptionalDouble.empty(), ALL);
    checkpoints("key").save(state(4, 2), OptionalDouble.empty(), ALL);
    String before = newest("key").orElseThrow().parameters().sha256();
    for (int iteration : new int[] {4, 5}) {
      FaultyFileSystem.set(
          fault,
          1,
          name ->
              fault == Fault.DISK_FULL
                  ? name.contains("momentum.f32")
                  : name.contains("/000000" + iteration + "-"));
      assertThatThrownBy(
              () ->
                  checkpoints("key")
                      .save(state(iteration, 9), OptionalDouble.empty(), ALL, fence(1, false)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("000000" + iteration)
          .hasMessageContaining(
              switch (fault) {
                case RETURNS_FALSE -> "refused to rename";
                case THROWS -> "the rename went wrong";
                default -> "No space left on device";
              });
      FaultyFileSystem.heal();
    }
    assertThat(newest("key").orElseThrow().parameters().sha256()).isEqualTo(before);
    assertThat(names()).containsExactly("0000003-0000000000", "0000004-0000000000");
  }

  @Test
  void checkpointsOfOlderVersionsWithoutAnEpochAreReadSucceededAndRemoved() throws IOException {
    for (int i = 1; i <= 2; i++) {
      checkpoints("key").save(state(i, i), OptionalDouble.of(i), ALL);
      Files.move(dir.resolve("000000%d-0000000000".formatted(i)), dir.resolve("000000" + i));
    }
    assertThat(newest("key").orElseThrow().iteration()).isEqualTo(2);
    assertThat(checkpoints("key").best(1)).containsExactly(1);
    checkpoints("key")
        .save(state(2, 7), OptionalDouble.of(2), new Retention(1, 1), fence(1, false));
    assertThat(names()).containsExactly("0000001", "0000002", "0000002-0000000001");
    assertThat(newest("key").orElseThrow().parameters().sha256())
        .isEqualTo(state(2, 7).parameters().sha256());
    checkpoints("key")
        .save(state(3, 3), OptionalDouble.of(3), new Retention(1, 0), fence(1, false));
    assertThat(names()).containsExactly("0000003-0000000001");
    assertThat(passedOver).isEmpty();
  }

  private Checkpoints checkpoints(String key) {
    Path path = FaultyFileSystem.path(dir);
    Configuration configuration = FaultyFileSystem.register(new Configuration());
    return new Checkpoints(FileStore.of(path, configuration), key);
  }

  private Optional<TrainingState> newest(String key) {
    return checkpoints(key).newest(passedOver::add);
  }

  private static TrainingState state(int iteration, float value) {
    return new TrainingState(iteration, floats(value), floats(-value));
  }

  private static FloatChunks floats(float value) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * 1000);
    while (bytes.hasRemaining()) {
      bytes.putFloat(value);
    }
    return new FloatChunks(List.of(bytes.array()));
  }

  private static void flip(java.nio.file.Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[17] ^= 1;
    Files.write(file, bytes);
  }

  private List<String> names() {
    try (Stream<java.nio.file.Path> files = Files.list(dir)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
