// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import java.util.List;

/**
 * What a forward pass left behind for one picture.
 *
 * @param picture (C, S, S), the mean subtracted
 * @param inputs the input of each layer, in the order of the layers
 * @param outputs the output of each layer before any layer that works in place
 * @param logits the scores before the softmax, one per class
 */
public record Activations(
    float[] picture, List<float[]> inputs, List<float[]> outputs, float[] logits) {
  /** The class with the largest score; the first of equal ones. */
  public int predicted() {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[best]) {
        best = c;
      }
    }
    return best;
  }

  /** Softmax of the scores. */
  public double[] probabilities() {
    double[] values = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < values.length; c++) {
      values[c] = Math.exp((double) logits[c] - logits[predicted()]);
      sum += values[c];
    }
    for (int c = 0; c < values.length; c++) {
      values[c] /= sum;
    }
    return values;
  }
}
