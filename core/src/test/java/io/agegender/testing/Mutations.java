// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as transfers, disks, editors and people who mean harm do; a function of a seed. */
final class Mutations {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    32_767,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFFFFFFL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> TOKENS =
      List.of(
          "\"",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "-1",
          "1e999",
          "NaN",
          "99999999999",
          "9223372036854775808",
          "\t",
          "\n",
          "\r\n",
          "\\u0000",
          "\u00e9",
          "\ufeff",
          "true",
          "0.5",
          "(",
          ")",
          "..",
          "/",
          "''",
          "#");

  private final Random random;
  private final List<byte[]> seeds;

  /**
   * @param seeds sound files, at least one
   */
  Mutations(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.random = new Random(seed);
  }

  /** The next damaged file: a sound one with one to four damages. */
  byte[] next() {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    int damages = 1 + random.nextInt(random.nextInt(4) + 1);
    for (int i = 0; i < damages; i++) {
      bytes = damage(bytes);
    }
    return bytes;
  }

  private byte[] damage(byte[] bytes) {
    if (bytes.length == 0) {
      return seeds.get(random.nextInt(seeds.size())).clone();
    }
    int at = place(bytes.length);
    int length = 1 + random.nextInt(Math.min(bytes.length - at, 1 << random.nextInt(12)));
    switch (random.nextInt(10)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt(256);
      case 3 -> number(bytes, at);
      case 4 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xFF));
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return joined(bytes, at, new byte[0], at + length);
      }
      case 7 -> {
        return joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      }
      case 8 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = place(Math.max(1, other.length));
        return joined(
            bytes, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + length)), at);
      }
      default -> {
        byte[] token =
            TOKENS
                .get(random.nextInt(TOKENS.size()))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return joined(bytes, at, token, random.nextBoolean() ? at : at + length);
      }
    }
    return bytes;
  }

  /** Headers are short and matter most: half of the places are among the first 512 bytes. */
  private int place(int length) {
    return random.nextInt(random.nextBoolean() ? Math.min(length, 512) : length);
  }

  private void number(byte[] bytes, int at) {
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = Math.min(1 << random.nextInt(4), bytes.length - at);
    boolean little = random.nextBoolean();
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >> (8 * (little ? i : width - 1 - i)));
    }
  }

  private static byte[] joined(byte[] bytes, int end, byte[] middle, int rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, end);
    out.write(middle, 0, middle.length);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }
}
