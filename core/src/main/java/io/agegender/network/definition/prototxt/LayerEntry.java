// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layer of a file before its own parameters are read.
 *
 * @param fields all fields of the layer, under the layer's name for messages
 * @param type as new files write it, such as {@code InnerProduct}; empty if it is missing
 * @param old whether the layer is in the older syntax ({@code layers} with enum types)
 * @param train whether the layer is in the network of the phase TRAIN
 * @param test whether the layer is in the network of the phase TEST
 */
record LayerEntry(
    Fields fields,
    String name,
    String type,
    List<String> bottoms,
    List<String> tops,
    boolean old,
    boolean train,
    boolean test) {

  /** The types that the older syntax has enum constants for and that are read here. */
  private static final Map<String, String> OLD_TYPES =
      Map.ofEntries(
          Map.entry("ACCURACY", "Accuracy"),
          Map.entry("CONCAT", "Concat"),
          Map.entry("CONVOLUTION", "Convolution"),
          Map.entry("DATA", "Data"),
          Map.entry("DROPOUT", "Dropout"),
          Map.entry("IMAGE_DATA", "ImageData"),
          Map.entry("INNER_PRODUCT", "InnerProduct"),
          Map.entry("LRN", "LRN"),
          Map.entry("MEMORY_DATA", "MemoryData"),
          Map.entry("POOLING", "Pooling"),
          Map.entry("RELU", "ReLU"),
          Map.entry("SOFTMAX", "Softmax"),
          Map.entry("SOFTMAX_LOSS", "SoftmaxWithLoss"));

  private static final Set<String> DATA = Set.of("Data", "ImageData", "MemoryData");

  /**
   * @param message a {@code layer} or {@code layers} of the file
   * @param old whether it is a {@code layers}
   */
  static LayerEntry of(Fields message, boolean old) {
    String name = message.text("name").orElse("");
    Fields fields = message.named("layer '" + name + "'");
    if (name.isEmpty()) {
      fields.problem("the layer has no name; give it one");
    }
    String type =
        old
            ? fields.constant("type").map(t -> OLD_TYPES.getOrDefault(t, t)).orElse("")
            : fields.text("type").orElse("");
    if (!fields.has("type")) {
      fields.problem("the field 'type' is missing; say what the layer does");
    }
    Phases phases = Phases.of(fields);
    return new LayerEntry(
        fields,
        name,
        type,
        fields.texts("bottom"),
        fields.texts("top"),
        old,
        phases.train(),
        phases.test());
  }

  /** A problem with one of its fields. */
  void problem(String field, String text) {
    fields.problem(field, text);
  }

  boolean isData() {
    return DATA.contains(type);
  }

  boolean isInput() {
    return type.equals("Input");
  }

  /** The types that are read, for messages. */
  static Set<String> types() {
    return Set.copyOf(OLD_TYPES.values());
  }

  /** Which of the two networks a layer belongs to. */
  private record Phases(boolean train, boolean test) {
    static Phases of(Fields layer) {
      Phases included = rules(layer, "include");
      Phases excluded = rules(layer, "exclude");
      if (layer.has("include") && layer.has("exclude")) {
        layer.problem("exclude", "stands beside 'include'; Caffe permits one of them: remove one");
      }
      return layer.has("include") ? included : new Phases(!excluded.train(), !excluded.test());
    }

    private static Phases rules(Fields layer, String field) {
      boolean train = false;
      boolean test = false;
      for (Fields rule : layer.messages(field)) {
        String phase = rule.constant("phase").orElse("");
        if (rule.has("phase") && !Set.of("TRAIN", "TEST").contains(phase)) {
          rule.problem("phase", "'%s' is unknown; use TRAIN or TEST".formatted(phase));
        }
        train |= !phase.equals("TEST");
        test |= !phase.equals("TRAIN");
        rule.finish();
      }
      return new Phases(train, test);
    }
  }
}
