// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.network.definition.NetworkDefinition.Input;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the blobs that a network is fed through: {@code input} with {@code input_shape} or {@code
 * input_dim}, and layers of type Input. A blob of four axes has the pictures, another the labels.
 */
final class InputReader {
  /** Axes of a minibatch of pictures: number, channels, height, width. */
  private static final int AXES = 4;

  private record Blob(String name, List<Integer> shape) {}

  private final List<Blob> blobs = new ArrayList<>();

  /** Reads the fields of the whole network. */
  void network(Fields net) {
    List<String> names = net.texts("input");
    List<Integer> dims = net.wholes("input_dim");
    List<List<Integer>> shapes = new ArrayList<>();
    net.messages("input_shape").forEach(shape -> shapes.add(dims(shape)));
    for (int i = 0; i + AXES <= dims.size(); i += AXES) {
      shapes.add(dims.subList(i, i + AXES));
    }
    if (names.size() != shapes.size() || dims.size() % AXES != 0) {
      net.problem(
          "input",
          "%d blobs with %d shapes; give each an input_shape, or four input_dim"
              .formatted(names.size(), shapes.size()));
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      blobs.add(new Blob(names.get(i), shapes.get(i)));
    }
  }

  /** Reads a layer of type Input. */
  void layer(LayerEntry entry) {
    Fields fields = entry.fields();
    Fields p = fields.inner("input_param");
    List<List<Integer>> shapes = p.messages("shape").stream().map(InputReader::dims).toList();
    p.finish();
    fields.finish();
    if (shapes.size() != 1 && shapes.size() != entry.tops().size()) {
      fields.problem(
          "input_param",
          "%d shapes for %d blobs; give each its shape"
              .formatted(shapes.size(), entry.tops().size()));
      return;
    }
    for (int i = 0; i < entry.tops().size(); i++) {
      blobs.add(new Blob(entry.tops().get(i), shapes.get(shapes.size() == 1 ? 0 : i)));
    }
  }

  private static List<Integer> dims(Fields shape) {
    List<Integer> dims = shape.wholes("dim");
    shape.finish();
    return dims;
  }

  List<String> names() {
    return blobs.stream().map(Blob::name).toList();
  }

  boolean isEmpty() {
    return blobs.isEmpty();
  }

  /** The network's input; problems are the whole network's. */
  Input input(Fields net) {
    List<Blob> pictures = blobs.stream().filter(blob -> blob.shape().size() == AXES).toList();
    List<Blob> labels = blobs.stream().filter(blob -> blob.shape().size() != AXES).toList();
    if (pictures.size() != 1 || labels.size() > 1) {
      net.problem(
          "input",
          "the network has %d inputs of pictures (four dimensions) and %d of labels; it needs 1 and at most 1"
              .formatted(pictures.size(), labels.size()));
      return Input.pictures(1);
    }
    List<Integer> shape = pictures.get(0).shape();
    if (shape.get(2).intValue() != shape.get(3)) {
      net.problem(
          "input",
          "pictures of %dx%d pixels are not square; give one size"
              .formatted(shape.get(2), shape.get(3)));
    }
    String label = labels.isEmpty() ? "label" : labels.get(0).name();
    return new Input(pictures.get(0).name(), label, shape.get(1), shape.get(2));
  }
}
