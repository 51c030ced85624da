// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of over 500 MB in one layer is read with a heap of a quarter of that. */
@Tag("slow")
class LargeModelTest {
  private static final int VALUES = 140_000_000;

  @TempDir Path dir;

  @Test
  void heapIsBounded() throws IOException, InterruptedException {
    Path model = dir.resolve("large.caffemodel");
    write(model);
    assertThat(Files.size(model)).isGreaterThan(500_000_000);
    Path log = dir.resolve("log");
    int code =
        ForkedJvm.of(
                Reader.class,
                List.of(
                    "-Xmx128m",
                    "-Dorg.bytedeco.javacpp.maxbytes=2g",
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=4g"),
                List.of(model.toUri().toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(log).content().contains("large: 140000000");
    assertThat(code).isZero();
  }

  /** Reads the model in a JVM of its own. */
  static final class Reader {
    private Reader() {}

    /**
     * @param arguments the model's path
     */
    public static void main(String[] arguments) {
      CaffeModelReader.read(
          new org.apache.hadoop.fs.Path(arguments[0]),
          new Configuration(),
          "",
          layer -> System.err.println(layer.name() + ": " + layer.shapes()));
    }
  }

  /** One layer whose values are a hole in the file: nothing but zeros. */
  private static void write(Path file) throws IOException {
    byte[] shape =
        new ModelBytes().nested(7, new ModelBytes().with(o -> o.writeInt64(1, VALUES))).done();
    int data = VALUES * Float.BYTES;
    byte[] dataKey = key(5, data);
    int blob = dataKey.length + data + shape.length;
    byte[] name = new ModelBytes().text(1, "large").text(2, "InnerProduct").done();
    byte[] blobKey = key(7, blob);
    byte[] layerKey = key(100, name.length + blobKey.length + blob);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(layerKey);
      out.write(name);
      out.write(blobKey);
      out.write(dataKey);
      out.seek(out.getFilePointer() + data);
      out.write(shape);
    }
  }

  private static byte[] key(int field, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
    out.flush();
    return bytes.toByteArray();
  }
}
