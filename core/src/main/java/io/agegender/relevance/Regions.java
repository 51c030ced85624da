// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance;

import io.agegender.relevance.rule.Patch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A square picture cut into squares, row by row; those at the right and lower edge may be smaller.
 *
 * @param size height and width of the picture in pixels
 * @param region height and width of a region in pixels, at least 1
 */
public record Regions(int size, int region) {
  private int columns() {
    return (size + region - 1) / region;
  }

  /** How many there are. */
  public int count() {
    return columns() * columns();
  }

  /** Where a region is. */
  Patch patch(int number) {
    int top = number / columns() * region;
    int left = number % columns() * region;
    return new Patch(top, Math.min(top + region, size), left, Math.min(left + region, size));
  }

  /**
   * The regions by their relevance, summed over pixels and channels: the most relevant first; equal
   * ones in their own order.
   *
   * @param map (channels, size, size)
   */
  public List<Integer> mostRelevantFirst(float[] map, int channels) {
    return ranking(map, channels, -1);
  }

  /** The other way round: the least relevant first; equal ones in their own order. */
  public List<Integer> leastRelevantFirst(float[] map, int channels) {
    return ranking(map, channels, 1);
  }

  private List<Integer> ranking(float[] map, int channels, int sign) {
    double[] sums = ColourMap.overChannels(map, channels);
    double[] totals = new double[count()];
    for (int number = 0; number < totals.length; number++) {
      int one = number;
      patch(number)
          .eachRun(
              1,
              size,
              (first, count) -> {
                for (int pixel = first; pixel < first + count; pixel++) {
                  totals[one] += sums[pixel];
                }
              });
    }
    List<Integer> ranking = new ArrayList<>(IntStream.range(0, count()).boxed().toList());
    ranking.sort(Comparator.comparingDouble(number -> sign * totals[number]));
    return ranking;
  }
}
