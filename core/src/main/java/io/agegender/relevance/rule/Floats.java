// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import java.util.Arrays;

/** Arithmetic on arrays of one length. */
public final class Floats {
  private Floats() {}

  /** A new array of products. */
  public static float[] times(float[] a, float[] b) {
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] * b[i];
    }
    return result;
  }

  public static void add(float[] into, float[] values) {
    for (int i = 0; i < into.length; i++) {
      into[i] += values[i];
    }
  }

  public static void subtract(float[] from, float[] values) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= values[i];
    }
  }

  public static float[] filled(int length, float value) {
    float[] result = new float[length];
    Arrays.fill(result, value);
    return result;
  }

  /** In order, in double precision. */
  public static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
