// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.testing.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of Caffe: values or a message. */
class CaffeFuzzTest {
  @TempDir Path dir;

  private final Configuration hadoop = new Configuration();
  private org.apache.hadoop.fs.Path file;

  @BeforeEach
  void name() {
    file = new org.apache.hadoop.fs.Path(dir.resolve("file").toUri());
  }

  @Test
  void binaryproto() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BinaryProto(BlobShape.of(1, 3, 4, 4), new float[48]).write(out);
    Fuzz.of("binaryproto", out.toByteArray())
        .run(
            1500,
            bytes -> {
              Files.write(dir.resolve("file"), bytes);
              BinaryProto.read(file, hadoop);
            });
  }

  @Test
  void caffemodel() throws Exception {
    byte[] named =
        new ModelBytes()
            .nested(
                100,
                ModelBytes.layer(
                    "conv1",
                    "Convolution",
                    ModelBytes.blob(new float[24], 2, 3, 2, 2),
                    ModelBytes.unpackedBlob(new float[2], 2)))
            .done();
    byte[] old =
        new ModelBytes()
            .nested(
                2, ModelBytes.v1Layer("fc8", 14, ModelBytes.legacyBlob(new float[8], 1, 1, 2, 4)))
            .done();
    byte[] doubles =
        new ModelBytes()
            .nested(
                100,
                ModelBytes.layer("fc", "InnerProduct", ModelBytes.doubleBlob(new double[6], 2, 3)))
            .done();
    Fuzz.of("caffemodel", named, old, doubles)
        .run(
            1500,
            bytes -> {
              Files.write(dir.resolve("file"), bytes);
              CaffeModelReader.read(file, hadoop, "Give another", layer -> layer.shapes());
            });
  }
}
