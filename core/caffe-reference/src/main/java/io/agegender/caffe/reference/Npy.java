// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy files, format version 1.0, row-major: float32 to write, float32 or uint8 to read.
 *
 * @param shape the sizes, outermost first
 * @param values float32, little endian, from position 0
 */
record Npy(int[] shape, ByteBuffer values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr': *'(<f4|\\|u1)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

  static Npy read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      all.order(ByteOrder.LITTLE_ENDIAN);
      byte[] magic = new byte[MAGIC.length];
      all.get(magic);
      byte[] header = new byte[all.getShort() & 0xffff];
      all.get(header);
      String text = new String(header, StandardCharsets.ISO_8859_1);
      Matcher descr = DESCR.matcher(text);
      Matcher dims = SHAPE.matcher(text);
      if (!Arrays.equals(magic, MAGIC)
          || !descr.find()
          || !dims.find()
          || text.contains("'fortran_order': True")) {
        throw new IOException(file + ": not a row-major float32 or uint8 .npy file: " + text);
      }
      int[] shape =
          Arrays.stream(dims.group(1).split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      ByteBuffer body = all.slice().order(ByteOrder.LITTLE_ENDIAN);
      return new Npy(shape, descr.group(1).equals("<f4") ? body : widen(body));
    }
  }

  private static ByteBuffer widen(ByteBuffer bytes) {
    ByteBuffer floats =
        ByteBuffer.allocateDirect(Float.BYTES * bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      floats.putFloat(bytes.get() & 0xff);
    }
    return floats.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  void write(Path file) throws IOException {
    // As NumPy writes a tuple; readers that take a comma at the end for one dimension exist.
    String dims =
        Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(dims);
    int length = dict.length() + 1;
    int padding = Math.floorMod(-(MAGIC.length + Short.BYTES + length), ALIGNMENT);
    ByteBuffer header =
        ByteBuffer.allocate(MAGIC.length + Short.BYTES + length + padding)
            .order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) (length + padding));
    header.put((dict + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1)).flip();
    ByteBuffer body = values.duplicate();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (header.hasRemaining()) {
        channel.write(header);
      }
      while (body.hasRemaining()) {
        channel.write(body);
      }
    }
  }
}
