// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.caffe.FloatBlob;

/**
 * A folder of NumPy files and its table {@code index.tsv}: kind, name, shape, file name. The kinds
 * are {@code output}, {@code gradient} and {@code parameter}; parameters and their gradients are
 * named {@code layer:0} (weights) and {@code layer:1} (biases).
 */
final class Index {
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  Index(Path folder) {
    this.folder = folder;
  }

  void data(String kind, String name, FloatBlob blob) throws IOException {
    Blobs.writeData(blob, folder.resolve(add(kind, name, blob)));
  }

  void diff(String kind, String name, FloatBlob blob) throws IOException {
    Blobs.writeDiff(blob, folder.resolve(add(kind, name, blob)));
  }

  /** Lists a shape without values. */
  void shape(String kind, String name, FloatBlob blob) {
    String unused = add(kind, name, blob);
  }

  private String add(String kind, String name, FloatBlob blob) {
    String file = "%s-%d.npy".formatted(kind, lines.size());
    String shape =
        Arrays.stream(Blobs.shape(blob)).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    lines.add(String.join("\t", kind, name, shape, file));
    return file;
  }

  void write() throws IOException {
    Files.write(folder.resolve("index.tsv"), lines);
  }
}
