// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lists;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.testing.Fuzz;
import io.agegender.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListArchiveFuzzTest {
  @Test
  void aSoundArchiveIsRead() throws IOException {
    assertThat(read(xz(tar(2, 100))))
        .containsOnlyKeys("test_fold_is_0/list0.txt", "test_fold_is_0/list1.txt")
        .allSatisfy((path, lines) -> assertThat(lines).hasSize(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mtime6.tar.xz", "sparse.tar.xz"})
  @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatHungOrFilledTheMemoryIsRefused(String name) throws IOException {
    byte[] file = Files.readAllBytes(SharedData.require("data/damaged/" + name));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("lists.tar.xz is not");
  }

  @Tag("slow")
  @Test
  void bombsAreRefused() throws IOException {
    assertThatThrownBy(() -> read(xz(tar(1, 4_000_000))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than a list of 16777216");
    assertThatThrownBy(() -> read(xz(tar(40, 1_700_000))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("it unpacks to more than 268435456 bytes");
  }

  /** The header of an LZMA2 block names the dictionary: 1 GiB, by its property 36. */
  @Test
  void aDictionaryThatIsTooLargeIsRefusedBeforeItIsAllocated() throws IOException {
    byte[] file = xz(tar(1, 10));
    // Block header at byte 12: size, flags, filter 0x21, its properties' size 1, the property.
    assertThat(file[14]).isEqualTo((byte) 0x21);
    file[16] = 36;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    int length = 4 * (file[12] + 1) - 4;
    crc.update(file, 12, length);
    for (int i = 0; i < 4; i++) {
      file[12 + length + i] = (byte) (crc.getValue() >> (8 * i));
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than the 81920 KiB of memory");
  }

  @Test
  void anyDamageEndsInListsOrAMessage() throws Exception {
    Fuzz.of("lists.tar.xz", xz(tar(3, 30)))
        .within(5_000, 96L << 20)
        .run(300, ListArchiveFuzzTest::read);
    // Damage within xz seldom passes its checksums; so the tar is damaged, too.
    Fuzz.of("lists.tar", tar(3, 30)).within(5_000, 96L << 20).run(500, bytes -> read(xz(bytes)));
  }

  private static Map<String, List<String>> read(byte[] file) {
    return ListArchive.read("lists.tar.xz", new ByteArrayInputStream(file));
  }

  private static byte[] tar(int lists, int lines) throws IOException {
    byte[] text = "a/b c 4\n".repeat(lines).getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < lists; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("./test_fold_is_0/list" + i + ".txt");
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZCompressorOutputStream xz = new XZCompressorOutputStream(out, 0)) {
      xz.write(bytes);
    }
    return out.toByteArray();
  }
}
