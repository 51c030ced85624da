// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.heatmap.picture.Blur;
import io.agegender.relevance.Activations;
import io.agegender.relevance.PerturbationCurve;
import io.agegender.relevance.Regions;
import io.agegender.relevance.RelevanceNetwork;
import io.agegender.relevance.rule.Box;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Perturbation curves of one face: regions are replaced in the order of their relevance. */
final class PerturbedFace {
  private static final int CHANNELS = 3;

  private final RelevanceNetwork network;
  private final HeatmapSettings settings;
  private final Regions regions;
  private final Box box;

  PerturbedFace(RelevanceNetwork network, HeatmapSettings settings, int size, Box box) {
    this.network = network;
    this.settings = settings;
    this.regions = new Regions(size, settings.checks().region());
    this.box = box;
  }

  /**
   * Puts the curves of a map: the score after 0, 1, 2 ... regions.
   *
   * @param pass what the network made of the face
   * @param target the explained class
   * @param face number of the face, which seeds the random order
   */
  void measure(Activations pass, float[] map, int target, int face, ObjectNode row) {
    List<Integer> any = new ArrayList<>(IntStream.range(0, regions.count()).boxed().toList());
    Collections.shuffle(any, new Random(settings.faces().seed() + face));
    ObjectNode curves = row.putObject("curves");
    put(curves, "most", pass, target, regions.mostRelevantFirst(map, CHANNELS));
    put(curves, "random", pass, target, any);
    put(curves, "least", pass, target, regions.leastRelevantFirst(map, CHANNELS));
  }

  private void put(
      ObjectNode curves, String order, Activations pass, int target, List<Integer> ranking) {
    List<Integer> first = ranking.subList(0, Math.min(settings.checks().steps(), ranking.size()));
    PerturbationCurve curve =
        PerturbationCurve.of(network, pass, fill(pass.picture()), target, regions, first);
    ArrayNode logits = curves.putArray(order);
    for (double logit : curve.logits()) {
      logits.add(logit);
    }
  }

  /** What replaced pixels become, of the input's shape. */
  private float[] fill(float[] input) {
    return switch (settings.checks().fill()) {
      case BLACK -> box.low();
      case MEAN -> new float[input.length];
      case BLUR -> blurred(input);
    };
  }

  /** The face blurred, not its difference from the mean. */
  private float[] blurred(float[] input) {
    float[] face = input.clone();
    for (int i = 0; i < face.length; i++) {
      face[i] -= box.low()[i];
    }
    float[] blurred = Blur.of(face, regions.size(), settings.checks().region());
    for (int i = 0; i < blurred.length; i++) {
      blurred[i] += box.low()[i];
    }
    return blurred;
  }
}
