// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays that a command of {@link RealCaffe} has left in a folder, by kind ({@code output},
 * {@code gradient}, {@code parameter}) and name.
 */
public final class CaffeArrays {
  /** Where a NumPy file of version 1.0 says how long the text is before its values. */
  private static final int LENGTH_OF_HEADER = 8;

  private final Path folder;
  private final Map<String, Map<String, Entry>> kinds = new LinkedHashMap<>();

  /** An array's shape and, if it was written with values, its file. */
  record Entry(long[] shape, String file) {}

  private CaffeArrays(Path folder) {
    this.folder = folder;
  }

  /** Reads a folder's table. */
  public static CaffeArrays in(Path folder) throws IOException {
    CaffeArrays arrays = new CaffeArrays(folder);
    for (String line : Files.readAllLines(folder.resolve("index.tsv"))) {
      String[] parts = line.split("\t");
      long[] shape =
          Arrays.stream(parts[2].split("x"))
              .filter(n -> !n.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      arrays
          .kinds
          .computeIfAbsent(parts[0], kind -> new LinkedHashMap<>())
          .put(parts[1], new Entry(shape, parts[3]));
    }
    return arrays;
  }

  /** Names and shapes of a kind, in the order of the network. */
  Map<String, Entry> of(String kind) {
    return kinds.getOrDefault(kind, Map.of());
  }

  /** The values of one array, outside the Java heap; close it. */
  public INDArray read(String kind, String name) {
    return Nd4j.createFromNpyFile(folder.resolve(entry(kind, name).file()).toFile());
  }

  /** The shape of one array. */
  long[] shape(String kind, String name) {
    return entry(kind, name).shape();
  }

  /** The values of one array in place, row-major: VGG16's largest has 411 MB. */
  FloatBuffer values(String kind, String name) {
    try (FileChannel channel = FileChannel.open(folder.resolve(entry(kind, name).file()))) {
      ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      file.order(ByteOrder.LITTLE_ENDIAN);
      int header = Short.toUnsignedInt(file.getShort(LENGTH_OF_HEADER));
      return file.position(LENGTH_OF_HEADER + Short.BYTES + header)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry entry(String kind, String name) {
    Entry entry = of(kind).get(name);
    if (entry == null) {
      throw new IllegalArgumentException("Caffe has no " + kind + " " + name);
    }
    return entry;
  }
}
