// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFormatTest {
  @ParameterizedTest
  @CsvSource({
    "RIFF0000WEBPVP8 , WebP",
    "0000ftypheic0000, HEIC or a film",
    "0000ftypavif0000, AVIF",
    "BM0000, BMP",
    "<!doctype html>, 'HTML, XML or SVG'",
    "x, no picture that is known"
  })
  void whatIsNoPictureHereIsNamed(String start, String guess) {
    byte[] file = start.getBytes(ISO_8859_1);
    assertThat(PictureFormat.of(file)).isEqualTo(PictureFormat.UNKNOWN);
    assertThat(PictureFormat.guess(file)).isEqualTo(guess);
  }
}
