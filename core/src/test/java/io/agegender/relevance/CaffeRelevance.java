// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.caffe.CaffeArrays;
import io.agegender.caffe.RealCaffe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Relevance by real Caffe's layers: x * backward(r / z). */
final class CaffeRelevance {
  private static final int CHUNK = 1 << 20;
  private static final int HEADER = 128;

  private final Path folder;

  /**
   * @param folder an empty one
   */
  CaffeRelevance(Path folder) {
    this.folder = folder;
  }

  /** Values of an input, relevance of an output, weights (NAME-0) or biases (NAME-1) of a layer. */
  CaffeRelevance with(String name, float[] values) throws IOException {
    byte[] text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,), }"
            .formatted(values.length)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    header.putShort((short) (HEADER - 10)).put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(name.replace('/', '.') + ".npy"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.write(header.flip());
      ByteBuffer chunk =
          ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int first = 0; first < values.length; first += CHUNK) {
        int count = Math.min(CHUNK, values.length - first);
        chunk.clear().limit(count * Float.BYTES);
        chunk.asFloatBuffer().put(values, first, count);
        channel.write(chunk);
      }
    }
    return this;
  }

  /**
   * Runs Caffe.
   *
   * @param definition .prototxt with inputs
   */
  Result run(String definition) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("net.prototxt"), definition);
    RealCaffe.command("relevance")
        .with("definition", file)
        .with("in", folder)
        .with("out", folder)
        .run();
    return new Result(CaffeArrays.in(folder));
  }

  /** What Caffe computed. */
  record Result(CaffeArrays arrays) {
    float[] output(String blob) {
      return floats("output", blob);
    }

    float[] relevance(String input) {
      return floats("relevance", input);
    }

    private float[] floats(String kind, String name) {
      try (INDArray values = arrays.read(kind, name)) {
        return values.reshape(values.length()).toFloatVector();
      }
    }
  }
}
