// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.foundation.error.Choice;
import io.agegender.image.Picture;
import io.agegender.storage.Checksums;
import java.io.Serializable;
import java.util.stream.Collectors;

/**
 * What a stored picture's file was.
 *
 * @param format {@code jpeg}, {@code png} or {@code gif}, by its content
 * @param width in pixels
 * @param height in pixels
 * @param bytes the file's length
 * @param crc32c CRC-32C of the file's bytes
 * @param flags hyphenated names joined by commas, such as {@code grey,trailing-data}; mostly empty
 */
public record SourceFacts(
    String format, int width, int height, long bytes, int crc32c, String flags)
    implements Serializable {
  /**
   * The facts of a picture that was decoded.
   *
   * @param file its bytes
   */
  public static SourceFacts of(Picture.PictureFacts facts, byte[] file) {
    return new SourceFacts(
        Choice.key(facts.format()),
        facts.width(),
        facts.height(),
        file.length,
        Checksums.crc32c(file),
        facts.flags().stream().sorted().map(Choice::key).collect(Collectors.joining(",")));
  }
}
