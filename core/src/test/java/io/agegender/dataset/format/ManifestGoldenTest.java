// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.GoldenFile;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.hash.Sha256;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The manifest as datasets of today have it. */
class ManifestGoldenTest {
  private static final String NAME = "manifest.json";

  @Test
  void datasetsOfTodayAreReadForever() {
    Manifest manifest =
        GoldenFile.check(
            NAME,
            json -> ManifestParser.parse(NAME, json),
            ManifestParser::toJson,
            "prepare it again or use the other version");
    assertThat(manifest.files().get(0).bytes()).isEqualTo(3342464);
    assertThat(manifest.sha256()).isEqualTo(Sha256.of(GoldenFile.text(NAME)));
  }

  @Test
  void theProgramThatMadeADatasetDoesNotChangeItsIdentity() {
    String other = edited("agegender development", "agegender 1.0 (commit 0123abc)");
    assertThat(ManifestParser.parse(NAME, other.getBytes(StandardCharsets.UTF_8)).sha256())
        .isEqualTo(Sha256.of(GoldenFile.text(NAME)));
  }

  @Test
  void aFieldThatIsGoneOrOfAnotherTypeIsNamed() {
    refuses("\"records\" : 17", "\"record\" : 17", "the field 'shards[0].records' is missing");
    refuses("\"bytes\" : 3342464", "\"bytes\" : 1e999", "the field 'files[0].bytes' is");
    refuses(
        "\"aligned\", \"unaligned\"",
        "\"tilted\"",
        "the field 'alignments[0]' is not an alignment");
  }

  private static void refuses(String from, String to, String message) {
    byte[] edited = edited(from, to).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ManifestParser.parse(NAME, edited))
        .isNotInstanceOf(FailedException.class)
        .hasMessageStartingWith(NAME + ": " + message)
        .hasMessageEndingWith("; restore it, or prepare the dataset again");
  }

  /** With the self hash set right, as by somebody who edits the file and knows of it. */
  private static String edited(String from, String to) {
    String blank =
        GoldenFile.text(NAME)
            .replace(from, to)
            .replaceFirst("\"self-sha256\" : \"[0-9a-f]+\"", "\"self-sha256\" : \"\"");
    return blank.replace(
        "\"self-sha256\" : \"\"", "\"self-sha256\" : \"%s\"".formatted(Sha256.of(blank)));
  }
}
