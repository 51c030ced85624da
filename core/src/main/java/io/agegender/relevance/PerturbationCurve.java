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
   * @param pass what the network made of the picture; left as it is
   * @param fill what replaced pixels become, of the picture's shape; zeros are the mean image
   * @param ranking the regions in the order of their replacement; the first ones for a short curve
   * @throws io.agegender.foundation.error.FailedException if a value is not finite, with the
   *     layer's name
   */
  public static PerturbationCurve of(
      RelevanceNetwork network,
      Activations pass,
      float[] fill,
      int target,
      Regions regions,
      List<Integer> ranking) {
    ChangingPicture picture = new ChangingPicture(network, pass, target, regions.size());
    for (int region : ranking) {
      picture.replace(regions.patch(region), fill);
    }
    return new PerturbationCurve(picture.scores());
  }

  /** Area over the curve: the mean of the drops, the first value of 0 included; in logits. */
  public double area() {
    return Arrays.stream(logits).map(value -> logits[0] - value).average().orElseThrow();
  }
}
