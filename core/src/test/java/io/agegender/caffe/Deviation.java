// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How far an array of ours is from Caffe's.
 *
 * @param name the layer or parameter
 * @param largest largest absolute difference over the largest absolute value of the scale
 * @param norm L2 norm of the difference over the L2 norm of the scale
 */
record Deviation(String name, double largest, double norm) {
  /** Values at a time: the largest arrays have a hundred million. */
  private static final int CHUNK = 1 << 16;

  /** The values of an array, row-major. */
  @FunctionalInterface
  interface Values {
    /** Copies the values from {@code first} on into the first {@code count} places. */
    void read(int first, float[] into, int count);

    /** Nothing but zeros. */
    static Values zero() {
      return (first, into, count) -> Arrays.fill(into, 0, count, 0);
    }
  }

  /**
   * @param count of the values of each
   * @param origin what Caffe's values are measured from to give the scale of the difference
   */
  static Deviation of(String name, int count, Values ours, Values caffe, Values origin) {
    Size difference = new Size();
    Size scale = new Size();
    float[] a = new float[Math.min(CHUNK, count)];
    float[] b = new float[a.length];
    float[] c = new float[a.length];
    for (int first = 0; first < count; first += a.length) {
      int length = Math.min(a.length, count - first);
      ours.read(first, a, length);
      caffe.read(first, b, length);
      origin.read(first, c, length);
      difference.add(a, b, length);
      scale.add(b, c, length);
    }
    return new Deviation(
        name,
        ratio(difference.largest, scale.largest),
        ratio(Math.sqrt(difference.squares), Math.sqrt(scale.squares)));
  }

  /** Of the differences of two arrays. */
  private static final class Size {
    private double largest;
    private double squares;

    void add(float[] values, float[] others, int count) {
      float top = 0;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        float difference = values[i] - others[i];
        // Not a number stays the largest.
        top = Math.max(top, Math.abs(difference));
        sum += (double) difference * difference;
      }
      largest = Math.max(largest, top);
      squares += sum;
    }
  }

  private static double ratio(double difference, double scale) {
    return difference == 0 ? 0 : difference / scale;
  }

  /** The entry with the largest single difference; not a number counts as the largest. */
  static Deviation worst(List<Deviation> all) {
    return all.stream().max(Comparator.comparingDouble(Deviation::largest)).orElseThrow();
  }

  /** The entry that is farthest as a whole; not a number counts as the farthest. */
  static Deviation worstByNorm(List<Deviation> all) {
    return all.stream().max(Comparator.comparingDouble(Deviation::norm)).orElseThrow();
  }
}
