// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

/**
 * An input split by sign, for sums over positive and over negative contributions. Only the picture
 * and averages of it have negative values; everything behind a ReLU takes the short way.
 *
 * @param positive max(x, 0)
 * @param negative min(x, 0); empty where no value is below 0
 */
record Signed(float[] positive, float[] negative) {
  static Signed of(float[] x) {
    boolean below = false;
    for (float value : x) {
      below |= value < 0;
    }
    if (!below) {
      return new Signed(x, new float[0]);
    }
    float[] positive = new float[x.length];
    float[] negative = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      positive[i] = Math.max(x[i], 0);
      negative[i] = Math.min(x[i], 0);
    }
    return new Signed(positive, negative);
  }

  /** Sum of the positive contributions to each output. */
  float[] positive(LinearMap layer) {
    return forward(layer, WeightPart.POSITIVE, WeightPart.NEGATIVE);
  }

  /** Sum of the negative contributions to each output. */
  float[] negative(LinearMap layer) {
    return forward(layer, WeightPart.NEGATIVE, WeightPart.POSITIVE);
  }

  /** What each input gets of q through its positive contributions. */
  float[] positiveShare(LinearMap layer, float[] q) {
    return backward(layer, q, WeightPart.POSITIVE, WeightPart.NEGATIVE);
  }

  /** What each input gets of q through its negative contributions. */
  float[] negativeShare(LinearMap layer, float[] q) {
    return backward(layer, q, WeightPart.NEGATIVE, WeightPart.POSITIVE);
  }

  private float[] forward(LinearMap layer, WeightPart forPositive, WeightPart forNegative) {
    float[] sums = layer.forward(positive, forPositive);
    if (negative.length > 0) {
      Floats.add(sums, layer.forward(negative, forNegative));
    }
    return sums;
  }

  private float[] backward(
      LinearMap layer, float[] q, WeightPart forPositive, WeightPart forNegative) {
    float[] shares = Floats.times(positive, layer.backward(q, forPositive));
    if (negative.length > 0) {
      Floats.add(shares, Floats.times(negative, layer.backward(q, forNegative)));
    }
    return shares;
  }
}
