// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged LMDBs: entries or a message, and never the end of the process. */
class LmdbFuzzTest {
  private static final int PAGE = 4096;

  @TempDir Path dir;

  @Test
  void anyDamageEndsInEntriesOrAMessage() throws Exception {
    Path file = dir.resolve(LmdbReader.DATA);
    Fuzz.of("lmdb", small(dir))
        .run(
            6000,
            bytes -> {
              Files.write(file, bytes);
              try (LmdbReader reader = LmdbReader.open(dir)) {
                List<String> keys = new ArrayList<>();
                reader.forEach(
                    (key, value) -> {
                      keys.add(key);
                      try {
                        Datum.parse(value);
                      } catch (IOException e) {
                        assertThat(e).hasMessageNotContaining("null");
                      }
                    });
                for (String key : keys) {
                  if (!key.startsWith("0x")) {
                    reader.value(key);
                  }
                }
              }
            });
  }

  @Test
  void everyByteOfTheHeadersAndThePagesOfTheTreeMayBeWrong() throws Exception {
    byte[] sound = small(dir);
    Path file = dir.resolve(LmdbReader.DATA);
    for (int at = 0; at < sound.length; at += at % PAGE < 160 ? 1 : 61) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) 0xFF;
      Files.write(file, damaged);
      try (LmdbReader reader = LmdbReader.open(dir)) {
        reader.forEach((key, value) -> assertThat(value.length).isLessThan(1 << 16));
      } catch (UsageException | FailedException e) {
        assertThat(e.getMessage()).contains(file.toString()).contains("copy it again");
      }
    }
  }

  /** 60 entries on a branch page and a few leaves, some with pages of their own. */
  static byte[] small(Path dir) throws IOException {
    Random random = new Random(2);
    Path folder = Files.createTempDirectory(dir, "small");
    try (LmdbWriter writer = new LmdbWriter(folder, 60, 9000)) {
      for (int i = 0; i < 60; i++) {
        byte[] data = value(random, i % 12 == 0 ? 3 : 1);
        writer.put(
            "%08d_1@N00/coarse_tilt_aligned_face.1.a_o.jpg".formatted(i).getBytes(UTF_8),
            new Datum(3, 2, 2, data, 1, false).message());
      }
      writer.finish();
    }
    return Files.readAllBytes(folder.resolve(LmdbReader.DATA));
  }

  static byte[] value(Random random, int kind) {
    int length =
        switch (kind) {
          case 0 -> 0;
          case 2 -> 1900 + random.nextInt(200);
          case 3 -> 2000 + random.nextInt(7000);
          default -> 1 + random.nextInt(300);
        };
    byte[] value = new byte[length];
    random.nextBytes(value);
    return value;
  }
}
