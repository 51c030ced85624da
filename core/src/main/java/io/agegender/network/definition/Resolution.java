// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.ResolvedNetwork.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The walk through a definition's layers that finds shapes, sources and problems. */
final class Resolution {
  /**
   * A blob as it is at one point of the walk.
   *
   * @param source the layer that made it last
   * @param shape null if a problem keeps it from being known
   * @param learns whether its numbers depend on parameters that are trained
   */
  private record Blob(String source, BlobShape shape, boolean learns) {}

  private final NetworkDefinition.Input input;
  private final Map<String, Blob> blobs = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> unread = new TreeSet<>();
  private final Set<Integer> classes = new TreeSet<>();
  private final List<ResolvedLayer> layers = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  Resolution(NetworkDefinition definition) {
    input = definition.input();
    if (input.channels() < 1 || input.size() < 1) {
      problem("", "its input is %s: sizes must be 1 or more".formatted(input));
    }
    blobs.put(
        input.data(),
        new Blob(input.data(), BlobShape.maps(input.channels(), input.size()), false));
    names.add(input.data());
    definition.layers().forEach(this::layer);
    unread.forEach(
        blob ->
            problem(
                blobs.get(blob).source(),
                "no layer reads its top '%s': remove the layer, or end with a loss or a softmax"
                    .formatted(blob)));
    if (definition.layers().stream().noneMatch(Resolution::isHead)) {
      problem("", "it has no output: end it with a softmax loss or a softmax");
    }
    if (classes.size() > 1) {
      problem("", "its outputs have %s classes: all must have the same number".formatted(classes));
    }
  }

  /** The layers, as far as they are not in a problem. */
  List<ResolvedLayer> layers() {
    return layers;
  }

  List<Problem> problems() {
    return problems;
  }

  private void layer(LayerDefinition layer) {
    if (!names.add(layer.name())) {
      problem(layer.name(), "another layer or the input has this name: choose one of its own");
    }
    List<Blob> read = read(layer);
    boolean known = !read.isEmpty() && read.stream().noneMatch(blob -> blob.shape() == null);
    List<BlobShape> shapes = known ? read.stream().map(Blob::shape).toList() : List.of();
    BlobShape output = output(layer, shapes);
    boolean learns = read.stream().anyMatch(Blob::learns);
    if (output != null) {
      List<String> sources = read.stream().map(Blob::source).toList();
      layers.add(new ResolvedLayer(layer, sources, shapes, output, learns));
    }
    boolean trains =
        layer instanceof Learning l && (l.weights().rate() > 0 || l.biases().rate() > 0);
    make(layer, new Blob(layer.name(), output, learns || trains));
  }

  private List<Blob> read(LayerDefinition layer) {
    List<Blob> read = new ArrayList<>();
    if (layer.bottoms().isEmpty()) {
      problem(layer.name(), "it has no bottom: name the blobs that it reads");
    }
    for (String bottom : layer.bottoms()) {
      boolean asLabel = layer instanceof SoftmaxLoss loss && bottom.equals(loss.label());
      Blob blob = blobs.get(bottom);
      if (asLabel != bottom.equals(input.label())) {
        problem(
            layer.name(),
            "it reads '%s' as %s; the labels are the blob '%s', for losses alone"
                .formatted(bottom, asLabel ? "labels" : "numbers", input.label()));
      } else if (!asLabel && blob == null) {
        problem(
            layer.name(),
            "no layer before it makes its bottom '%s': correct the name, or move it behind the maker"
                .formatted(bottom));
        read.add(new Blob("", null, false));
      } else if (!asLabel) {
        read.add(blob);
        unread.remove(bottom);
      }
    }
    return read;
  }

  private BlobShape output(LayerDefinition layer, List<BlobShape> shapes) {
    LayerCheck check = new LayerCheck(layer, shapes);
    check.problems().forEach(text -> problem(layer.name(), text));
    if (shapes.isEmpty() || !check.problems().isEmpty()) {
      return null;
    }
    if (isHead(layer)) {
      classes.add(shapes.get(0).channels());
    }
    return check.output();
  }

  private void make(LayerDefinition layer, Blob blob) {
    Blob before = blobs.put(layer.top(), blob);
    if (!layer.isInPlace() && (before != null || layer.top().equals(input.label()))) {
      problem(
          layer.name(),
          "'%s' makes its top '%s', too: give it a name of its own"
              .formatted(before == null ? "the input" : before.source(), layer.top()));
    }
    if (!isHead(layer)) {
      unread.add(layer.top());
    }
  }

  private static boolean isHead(LayerDefinition layer) {
    return layer instanceof SoftmaxLoss || layer instanceof Softmax;
  }

  private void problem(String layer, String text) {
    problems.add(new Problem(layer, text));
  }
}
