// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that follows from a network's definition without a number being computed with it. */
public final class ResolvedNetwork {
  private final NetworkDefinition definition;
  private final List<ResolvedLayer> layers;

  private ResolvedNetwork(NetworkDefinition definition, List<ResolvedLayer> layers) {
    this.definition = definition;
    this.layers = List.copyOf(layers);
  }

  /**
   * An output of a network.
   *
   * @param layer its loss or softmax
   * @param weight of its loss in the sum of all; 1 for a softmax
   */
  public record Head(String layer, double weight) {}

  /**
   * A reason why a definition is not a network.
   *
   * @param layer where the problem is; empty if it is the whole network's
   * @param text a sentence that says what is wrong, with which value, and what to do
   */
  public record Problem(String layer, String text) {
    @Override
    public String toString() {
      return layer.isEmpty() ? text : "layer '" + layer + "': " + text;
    }
  }

  /** All reasons why a definition is not a network; empty if it is one. */
  public static List<Problem> problems(NetworkDefinition definition) {
    return new Resolution(definition).problems();
  }

  /**
   * Resolves a definition.
   *
   * @throws UsageException if it is not a network; the message holds all reasons
   */
  public static ResolvedNetwork of(NetworkDefinition definition) {
    Resolution resolution = new Resolution(definition);
    if (!resolution.problems().isEmpty()) {
      throw new UsageException(
          resolution.problems().stream()
              .map(Problem::toString)
              .collect(
                  Collectors.joining(
                      System.lineSeparator() + "  ",
                      "network '%s':%n  ".formatted(definition.name()),
                      "")));
    }
    return new ResolvedNetwork(definition, resolution.layers());
  }

  public NetworkDefinition definition() {
    return definition;
  }

  /** The layers in the order of their execution. */
  public List<ResolvedLayer> layers() {
    return layers;
  }

  /** The layers that read what a layer made, or the input's blob. */
  public List<ResolvedLayer> readers(String source) {
    return layers.stream().filter(layer -> layer.sources().contains(source)).toList();
  }

  /** The outputs: first the main one, which has the largest weight and is the last of such. */
  public List<Head> heads() {
    List<Head> heads = new ArrayList<>();
    for (ResolvedLayer layer : layers) {
      if (layer.definition() instanceof SoftmaxLoss loss) {
        heads.add(new Head(loss.name(), loss.weight()));
      } else if (layer.definition() instanceof Softmax) {
        heads.add(new Head(layer.name(), 1));
      }
    }
    double largest = heads.stream().mapToDouble(Head::weight).max().orElseThrow();
    Head main = heads.stream().filter(h -> h.weight() == largest).reduce((a, b) -> b).orElseThrow();
    heads.remove(main);
    heads.add(0, main);
    return heads;
  }

  /** Names of the layers that give each class its score: what the heads read. */
  public Set<String> classifiers() {
    Set<String> heads = heads().stream().map(Head::layer).collect(Collectors.toSet());
    return layers.stream()
        .filter(layer -> heads.contains(layer.name()))
        .flatMap(layer -> layer.sources().stream())
        .collect(Collectors.toSet());
  }

  /** Names of the layers that help training alone: the main output does not need them. */
  public Set<String> auxiliaryLayers() {
    Set<String> needed = new HashSet<>(Set.of(heads().get(0).layer()));
    Set<String> others = new HashSet<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      ResolvedLayer layer = layers.get(i);
      if (needed.contains(layer.name())) {
        needed.addAll(layer.sources());
      } else {
        others.add(layer.name());
      }
    }
    return others;
  }

  /** Layers whose weights no filler sets: they stay 0 unless pretrained weights are loaded. */
  public List<String> unfilledLayers() {
    return layers.stream()
        .map(ResolvedLayer::definition)
        .filter(l -> l instanceof Learning x && x.weights().filler().equals(Filler.DEFAULT))
        .map(LayerDefinition::name)
        .toList();
  }

  /** Weights and biases of all layers, auxiliary heads included. */
  public long parameters() {
    return layers.stream().mapToLong(ResolvedLayer::parameters).sum();
  }

  /** Multiplications of one picture's forward pass, auxiliary heads included. */
  public long multiplications() {
    return layers.stream().mapToLong(ResolvedLayer::multiplications).sum();
  }

  /**
   * Bytes of one picture's blobs and of their gradients in a training step. A layer that works in
   * place has no blob of its own; of a blob that several layers read, each makes a gradient.
   */
  public long activationBytes() {
    long numbers = inputShape().count();
    for (ResolvedLayer layer : layers) {
      if (!layer.definition().isInPlace()) {
        numbers += layer.output().count();
        if (layer.needsInputGradient()) {
          numbers += layer.inputs().stream().mapToLong(BlobShape::count).sum();
        }
      }
    }
    return Float.BYTES * numbers;
  }

  /** Bytes of one picture's largest blob. */
  public long largestBlobBytes() {
    return layers.stream()
        .map(ResolvedLayer::output)
        .map(BlobShape::count)
        .max(Comparator.naturalOrder())
        .map(count -> Float.BYTES * Math.max(count, inputShape().count()))
        .orElseThrow();
  }

  /** Shape of the pictures. */
  public BlobShape inputShape() {
    return BlobShape.maps(definition.input().channels(), definition.input().size());
  }
}
