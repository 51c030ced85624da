// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import java.util.Arrays;
import java.util.List;

/**
 * The score of a class while regions of the picture are replaced one after another (Samek et al.,
 * IEEE TNNLS 28(11), 2017).
 *
 * @param logits the score after 0, 1, 2 … regions
 */
public record PerturbationCurve(double[] logits) {
  /**
   * Computes a curve.
   *
   * @param picture (channels, size, size), the mean subtracted; left as it is
   * @param fill what replaced pixels become, the same shape; zeros are the mean image
   * @param ranking the regions in the order of their replacement; the first ones for a short curve
   */
  public static PerturbationCurve of(
      RelevanceNetwork network,
      float[] picture,
      float[] fill,
      int target,
      Regions regions,
      List<Integer> ranking) {
    int count = ranking.size();
    double[] logits = new double[count + 1];
    float[] changed = picture.clone();
    int area = regions.size() * regions.size();
    logits[0] = network.forward(changed).logits()[target];
    for (int step = 0; step < count; step++) {
      for (int pixel : regions.pixels(ranking.get(step))) {
        for (int i = pixel; i < changed.length; i += area) {
          changed[i] = fill[i];
        }
      }
      logits[step + 1] = network.forward(changed).logits()[target];
    }
    return new PerturbationCurve(logits);
  }

  /** Area over the curve: the mean of the drops, the first value of 0 included; in logits. */
  public double area() {
    return Arrays.stream(logits).map(value -> logits[0] - value).average().orElseThrow();
  }
}
