// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;

/** The library writes, we read. */
class LmdbReaderTest {
  private static final int PAGE = 4096;

  @TempDir Path dir;

  @Test
  void readsWhatTheLibraryWroteInAnyOrder() throws Exception {
    Random random = new Random(1);
    TreeMap<String, byte[]> wanted = new TreeMap<>();
    for (int i = 0; i < 4000; i++) {
      // Around the size at which a value gets pages of its own, and of several pages.
      wanted.put(
          "%08d_%s".formatted(i, "x".repeat(random.nextInt(300))),
          LmdbFuzzTest.value(random, i % 50));
    }
    List<String> keys = new ArrayList<>(wanted.keySet());
    Collections.shuffle(keys, random);
    try (Env<ByteBuffer> env =
        Env.create().setMaxDbs(0).setMapSize(256L << 20).open(dir.toFile())) {
      Dbi<ByteBuffer> all = env.openDbi((byte[]) null);
      for (String key : keys) {
        all.put(direct(key.getBytes(UTF_8)), direct(wanted.get(key)));
      }
      // Makes free pages, and pages that are joined.
      for (String key : keys.subList(0, 1000)) {
        all.delete(direct(key.getBytes(UTF_8)));
        wanted.remove(key);
      }
      assertThat(env.stat().depth).isGreaterThan(2);
    }

    try (LmdbReader reader = LmdbReader.open(dir)) {
      assertThat(reader.size()).isEqualTo(3000);
      Map<String, byte[]> read = new LinkedHashMap<>();
      reader.forEach(read::put);
      assertThat(new ArrayList<>(read.keySet())).isEqualTo(new ArrayList<>(wanted.keySet()));
      wanted.forEach(
          (key, value) -> {
            assertThat(read.get(key)).isEqualTo(value);
            assertThat(reader.value(key)).isEqualTo(value);
          });
      assertThatThrownBy(() -> reader.value(keys.get(0)))
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("has gone")
          .hasMessageContaining(LmdbReader.DATA);
    }
  }

  @Test
  void anEmptyLmdbHasNoEntries() {
    try (Env<ByteBuffer> env = Env.create().setMapSize(1 << 20).open(dir.toFile())) {
      env.openDbi((byte[]) null);
    }
    try (LmdbReader reader = LmdbReader.open(dir)) {
      reader.forEach((key, value) -> assertThat(key).isNull());
      assertThat(reader.size()).isZero();
    }
  }

  @Test
  void aKeyThatIsNotUtf8IsShownAsHexadecimal() throws Exception {
    byte[] key = "00000000_1@N00/x".getBytes(UTF_8);
    key[9] = (byte) 0xE9;
    try (LmdbWriter writer = new LmdbWriter(dir, 1, 10)) {
      writer.put(key, new byte[10]);
      writer.finish();
    }
    List<String> keys = new ArrayList<>();
    try (LmdbReader reader = LmdbReader.open(dir)) {
      reader.forEach((name, value) -> keys.add(name));
    }
    assertThat(keys).containsExactly("0x30303030303030305fe9404e30302f78");
    assertThat(LmdbKey.parse(keys.get(0))).isEmpty();
  }

  @Test
  void damageIsNamedWithFileAndPage() throws Exception {
    byte[] sound = LmdbFuzzTest.small(dir);
    ByteBuffer header = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    // The second transaction's header is on page 0; its second database begins at byte 88.
    int newer = header.getLong(144) > header.getLong(PAGE + 144) ? 0 : PAGE;
    int root = (int) header.getLong(newer + 128);

    assertDamage(sound, newer + 128, 99_999, UsageException.class, "from page 99999 on");
    assertDamage(sound, newer + 92, 4, UsageException.class, "the flags 0x4");
    assertDamage(sound, root * PAGE + 10, 2, FailedException.class, "page %d ".formatted(root));
    int first = Short.toUnsignedInt(header.getShort(root * PAGE + 16));
    assertDamage(
        sound, root * PAGE + first, 77_777, FailedException.class, "it refers to page 77777");
    // A page that leads back to itself.
    assertDamage(sound, root * PAGE + first, root, FailedException.class, "is not a leaf page");
    assertDamage(
        sound, newer + 120, 8, FailedException.class, "it has 60 entries, its header counts 8");
  }

  @Test
  void aFileOfTwoMissingPagesIsRefused() throws Exception {
    Files.copy(SharedData.require("data/damaged/truncated.mdb"), dir.resolve(LmdbReader.DATA));

    assertThatThrownBy(() -> LmdbReader.open(dir))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("it is truncated, 53248 bytes instead of the")
        .hasMessageContaining(LmdbReader.DATA);
  }

  private void assertDamage(
      byte[] sound, int at, int number, Class<? extends Exception> type, String message)
      throws IOException {
    byte[] damaged = sound.clone();
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) number);
    if (number > 0xFFFF) {
      ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
    }
    Files.write(dir.resolve(LmdbReader.DATA), damaged);
    assertThatThrownBy(
            () -> {
              try (LmdbReader reader = LmdbReader.open(dir)) {
                reader.forEach((key, value) -> {});
              }
            })
        .isInstanceOf(type)
        .hasMessageContaining(message)
        .hasMessageContaining(LmdbReader.DATA);
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
