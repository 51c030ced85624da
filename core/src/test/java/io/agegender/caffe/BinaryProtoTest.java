// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.foundation.error.UsageException;
import io.agegender.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryProtoTest {
  /** 1 x 2 x 1 x 2, as protoc encodes it: four varints, then packed floats 1, 2, 3, -4. */
  private static final byte[] GOLDEN = {
    0x08,
    1,
    0x10,
    2,
    0x18,
    1,
    0x20,
    2,
    0x2a,
    16,
    0,
    0,
    (byte) 0x80,
    0x3f,
    0,
    0,
    0,
    0x40,
    0,
    0,
    0x40,
    0x40,
    0,
    0,
    (byte) 0x80,
    (byte) 0xc0
  };

  @TempDir Path dir;

  @Test
  void readsAndWritesTheGoldenBytes() throws IOException {
    BinaryProto blob = read(GOLDEN);
    assertThat(blob.shape().dimensions()).containsExactly(1L, 2L, 1L, 2L);
    assertThat(blob.values()).containsExactly(1, 2, 3, -4);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    blob.write(out);
    assertThat(out.toByteArray()).isEqualTo(GOLDEN);
  }

  @Test
  void readsUnpackedDataAndANewShape() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x2d).putFloat(5).put((byte) 0x2d).putFloat(6);
    bytes.put(new byte[] {0x3a, 4, 0x0a, 2, 2, 1});
    BinaryProto blob = read(Arrays.copyOf(bytes.array(), bytes.position()));
    assertThat(blob.shape()).isEqualTo(BlobShape.of(2, 1));
    assertThat(blob.values()).containsExactly(5, 6);
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    for (int length = 0; length < GOLDEN.length; length++) {
      byte[] cut = Arrays.copyOf(GOLDEN, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("mean.binaryproto");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(GOLDEN, 20)))
        .hasMessageContaining("truncated")
        .hasMessageContaining("20 bytes")
        .hasMessageContaining("6 more");
  }

  @Test
  void wrongCountNotANumberAndForeignFilesAreRefused() throws IOException {
    byte[] wrongCount = GOLDEN.clone();
    wrongCount[3] = 3;
    assertThatThrownBy(() -> read(wrongCount))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("1x3x1x2")
        .hasMessageContaining("4 values");
    byte[] nan = GOLDEN.clone();
    ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(18, Float.NaN);
    assertThatThrownBy(() -> read(nan))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("value 2")
        .hasMessageContaining("NaN");
    assertThatThrownBy(
            () ->
                read("<!DOCTYPE html><p>404".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("an HTML page")
        .hasMessageContaining("download it again");
    assertThatThrownBy(() -> read(new byte[] {0x3c, 4, 1, 1, 1, 1}))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not a .binaryproto");
    assertThatThrownBy(
            () -> BinaryProto.read(hadoop(dir.resolve("none.binaryproto")), new Configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aligned", "unaligned", "mixed"})
  void theOriginalsMeanImagesAreReadAndWrittenToTheByte(String alignment) throws IOException {
    Path file =
        SharedData.require("data/mean-images/%s-test-fold-0.binaryproto".formatted(alignment));
    BinaryProto mean = BinaryProto.read(hadoop(file), new Configuration());
    assertThat(mean.shape().dimensions()).containsExactly(1L, 3L, 256L, 256L);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mean.write(out);
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));

    String suffix = alignment.equals("aligned") ? "" : "_" + alignment;
    JsonNode reference =
        new ObjectMapper()
            .readTree(SharedData.require("reference/mean-images.json").toFile())
            .get("files")
            .get("mean_image" + suffix + "/Test_fold_is_0")
            .get("mean_bgr");
    for (int channel : List.of(0, 1, 2)) {
      double sum = 0;
      for (int i = 0; i < 65536; i++) {
        sum += mean.values()[channel * 65536 + i];
      }
      assertThat(sum / 65536).isCloseTo(reference.get(channel).asDouble(), within(1e-4));
    }
  }

  private BinaryProto read(byte[] bytes) throws IOException {
    return BinaryProto.read(
        hadoop(Files.write(dir.resolve("mean.binaryproto"), bytes)), new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
