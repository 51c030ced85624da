// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.io.IOException;
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
    Entry entry = of(kind).get(name);
    if (entry == null) {
      throw new IllegalArgumentException("Caffe has no " + kind + " " + name);
    }
    return Nd4j.createFromNpyFile(folder.resolve(entry.file()).toFile());
  }
}
