// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.json.Json;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceRowsTest {
  private static final int SIZE = 2;
  private static final String FOLDER = "run-fold-0/0000001";
  private static final float[] MAP = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @TempDir Path dir;
  private FileStore out;

  @BeforeEach
  void write() {
    out = FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration());
    ArrayNode rows = Json.array();
    ObjectNode row = rows.addObject();
    row.put("float", 0.1f).put("small", new BigDecimal("0.000000123")).put("double", 1 / 3.0);
    FaceRows.map(out, row, "a", MapFiles.npy(MAP, SIZE));
    FaceRows.write(out, FOLDER, "face", "key", rows);
  }

  private boolean areThere() {
    return FaceRows.areThere(out, FOLDER, "face", "key");
  }

  private void flip(String file, int at) throws IOException {
    Path path = dir.resolve(file);
    byte[] bytes = Files.readAllBytes(path);
    bytes[at] ^= 1;
    Files.write(path, bytes);
    // As another program would leave it.
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    List<float[]> maps = new ArrayList<>();
    FaceRows.each(out, FOLDER, "face", row -> maps.add(FaceRows.map(out, row, SIZE)));
    assertThat(maps).singleElement().isEqualTo(MAP);
    assertThat(areThere()).isTrue();
    assertThat(FaceRows.areThere(out, FOLDER, "face", "another key")).isFalse();
    assertThat(FaceRows.areThere(out, FOLDER, "another face", "key")).isFalse();
  }

  @Test
  void eachFlippedBitOfTheRowsIsSeenAndHealsByMakingThemAgain() throws IOException {
    String file = FaceRows.file(FOLDER, "face");
    String text = Files.readString(dir.resolve(file));
    for (int at = text.indexOf("sha256"); at < text.length(); at++) {
      if (Character.isWhitespace(text.charAt(at))) {
        continue; // Another layout of the same values is no damage.
      }
      flip(file, at);
      assertThat(areThere()).as("byte %d", at).isFalse();
      assertThatThrownBy(() -> FaceRows.each(out, FOLDER, "face", row -> {}))
          .as("byte %d", at)
          .isInstanceOf(FailedException.class)
          .hasMessageContaining("is damaged")
          .hasMessageContaining("start again");
      flip(file, at);
    }
    assertThat(areThere()).isTrue();
  }

  @Test
  void aMapThatIsDamagedOrGoneIsSeenAndMadeAgain() throws IOException {
    flip("maps/a.npy", 140);
    assertThat(areThere()).isFalse();
    assertThatThrownBy(
            () -> FaceRows.each(out, FOLDER, "face", row -> FaceRows.map(out, row, SIZE)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("a.npy is damaged");
    Files.delete(dir.resolve("maps/a.npy"));
    assertThat(areThere()).isFalse();
  }
}
