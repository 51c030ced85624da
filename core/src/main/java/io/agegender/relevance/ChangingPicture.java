// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.network.definition.ResolvedLayer;
import io.agegender.relevance.rule.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The score of one class while a picture changes bit by bit. A layer computes again what a change
 * reaches and nothing else; inner products, and all that follows them, wait until some pictures are
 * there and take those together, so that their weights are read once. The scores depend on the
 * picture and its changes alone. Not thread-safe.
 */
final class ChangingPicture {
  /** Pictures that the inner products take together; always as many, so that scores do not move. */
  static final int TOGETHER = 32;

  private final RelevanceNetwork network;
  private final int target;
  private final int size;
  private final float[] picture;
  private final Map<String, float[]> blobs = new HashMap<>();
  private final List<float[]> inputs = new ArrayList<>();
  private final List<Step> spatial;
  private final List<Step> last;
  private final Set<String> handedOver = new HashSet<>();
  private final List<Map<String, float[]>> waiting = new ArrayList<>();
  private final List<Double> scores = new ArrayList<>();

  /**
   * Starts with a picture as it is.
   *
   * @param pass what the network made of it; copied
   * @param target the class
   */
  ChangingPicture(RelevanceNetwork network, Activations pass, int target, int size) {
    this.network = network;
    this.target = target;
    this.size = size;
    // Layers share arrays, and the copies must share theirs.
    IdentityHashMap<float[], float[]> copies = new IdentityHashMap<>();
    this.picture = copies.computeIfAbsent(pass.picture(), float[]::clone);
    blobs.put(network.data(), picture);
    List<Step> steps = network.steps();
    int products = 0;
    while (products < steps.size() && !(steps.get(products) instanceof Step.Product)) {
      products++;
    }
    this.spatial = steps.subList(0, products);
    this.last = steps.subList(products, steps.size());
    for (int i = 0; i < products; i++) {
      inputs.add(copies.computeIfAbsent(pass.inputs().get(i), float[]::clone));
      blobs.put(
          spatial.get(i).layer().name(),
          copies.computeIfAbsent(pass.outputs().get(i), float[]::clone));
    }
    last.forEach(step -> handedOver.addAll(step.layer().sources()));
    handedOver.add(network.scores());
    handedOver.retainAll(blobs.keySet());
    look();
  }

  /**
   * Replaces pixels in all channels.
   *
   * @param patch where
   * @param fill of the picture's shape
   */
  void replace(Patch patch, float[] fill) {
    int channels = picture.length / (size * size);
    patch.eachRun(
        channels, size, (first, count) -> System.arraycopy(fill, first, picture, first, count));
    Map<String, Patch> changed = new HashMap<>();
    changed.put(network.data(), patch);
    for (int i = 0; i < spatial.size(); i++) {
      Step step = spatial.get(i);
      ResolvedLayer layer = step.layer();
      layer.sources().stream()
          .filter(changed::containsKey)
          .map(changed::get)
          .reduce(Patch::with)
          .ifPresent(in -> changed.put(layer.name(), step.reach(in)));
      if (changed.containsKey(layer.name())) {
        again(step, inputs.get(i), changed);
      }
    }
    look();
  }

  private void again(Step step, float[] x, Map<String, Patch> changed) {
    ResolvedLayer layer = step.layer();
    int at = 0;
    for (int s = 0; s < layer.sources().size() && layer.sources().size() > 1; s++) {
      float[] part = blobs.get(layer.sources().get(s));
      int place = at;
      if (changed.containsKey(layer.sources().get(s))) {
        changed
            .get(layer.sources().get(s))
            .eachRun(
                layer.inputs().get(s).channels(),
                layer.inputs().get(s).size(),
                (first, count) -> System.arraycopy(part, first, x, place + first, count));
      }
      at += part.length;
    }
    float[] y = blobs.get(layer.name());
    Patch patch = changed.get(layer.name());
    step.forward(x, patch, y);
    patch.eachRun(
        layer.output().channels(),
        layer.output().size(),
        (first, count) ->
            RelevanceNetwork.requireFinite(
                Arrays.copyOfRange(y, first, first + count), layer.name(), "value"));
  }

  /** Takes the picture as it is now. */
  private void look() {
    Map<String, float[]> now = new HashMap<>();
    handedOver.forEach(name -> now.put(name, blobs.get(name).clone()));
    waiting.add(now);
    if (waiting.size() == TOGETHER) {
      takeTogether();
    }
  }

  private void takeTogether() {
    int pictures = waiting.size();
    while (waiting.size() < TOGETHER) {
      waiting.add(waiting.get(0));
    }
    Map<String, float[][]> made = new HashMap<>();
    handedOver.forEach(
        name -> made.put(name, waiting.stream().map(p -> p.get(name)).toArray(float[][]::new)));
    for (Step step : last) {
      float[][] x = new float[TOGETHER][];
      for (int p = 0; p < TOGETHER; p++) {
        int one = p;
        x[p] = RelevanceNetwork.input(step.layer(), name -> made.get(name)[one]);
      }
      float[][] y =
          step instanceof Step.Product product
              ? product.map().forwardWithBias(x)
              : Arrays.stream(x).map(step::forward).toArray(float[][]::new);
      for (float[] values : y) {
        RelevanceNetwork.requireFinite(values, step.layer().name(), "value");
      }
      made.put(step.layer().name(), y);
    }
    for (int p = 0; p < pictures; p++) {
      scores.add((double) made.get(network.scores())[p][target]);
    }
    waiting.clear();
  }

  /** The score of the picture as it was, then after each change. */
  double[] scores() {
    if (!waiting.isEmpty()) {
      takeTogether();
    }
    return scores.stream().mapToDouble(s -> s).toArray();
  }
}
