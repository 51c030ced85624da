// SPDX-License-Identifier: Apache-2.0
package io.agegender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A small file as an earlier build wrote it, in {@code src/test/resources/io/agegender/golden}.
 * Users have such files on disk: a change here needs another format version.
 */
public final class GoldenFile {
  private static final String VERSION = "\"format-version\"( ?: ?)1\\b";

  private GoldenFile() {}

  /** The file's text. */
  public static String text(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("golden/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Requires that the file is read, that what was read is written as the same bytes, and that a
   * newer format version and every cut of the file are refused with a message that is not the
   * JVM's.
   *
   * @param read must throw one of the program's two exceptions
   * @return what was read
   */
  public static <T> T check(
      String name, Function<byte[], T> read, Function<T, byte[]> write, String refusal) {
    String golden = text(name);
    T value = read.apply(bytes(golden));
    assertThat(new String(write.apply(value), StandardCharsets.UTF_8)).isEqualTo(golden);
    String newer = golden.replaceFirst(VERSION, "\"format-version\"$12");
    assertThat(newer).isNotEqualTo(golden);
    assertThatThrownBy(() -> read.apply(bytes(newer)))
        .hasMessageContaining("format version")
        .hasMessageContaining("2")
        .hasMessageContaining(refusal);
    for (int cut = 0; cut < golden.strip().length(); cut += 7) {
      String part = golden.substring(0, cut);
      assertThatThrownBy(() -> read.apply(bytes(part)))
          .isExactlyInstanceOf(refused(read, newer))
          .hasMessageContaining(name);
    }
    return value;
  }

  private static Class<? extends Throwable> refused(Function<byte[], ?> read, String json) {
    try {
      Object unused = read.apply(bytes(json));
    } catch (RuntimeException e) {
      return e.getClass();
    }
    throw new AssertionError("was not refused");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
