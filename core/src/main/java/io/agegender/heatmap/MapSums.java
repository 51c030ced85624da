// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.relevance.ColourMap;

/** Figures of one map for its row. */
final class MapSums {
  private static final int CHANNELS = 3;
  private static final int GRID = 8;

  private MapSums() {}

  /**
   * Puts sum, positive and negative part, peak, and the share of absolute relevance in each cell of
   * a grid of 8 x 8.
   *
   * @param map (3, size, size)
   */
  static void put(float[] map, int size, ObjectNode row) {
    double positive = 0;
    double negative = 0;
    double[] cells = new double[GRID * GRID];
    double absolute = 0;
    int area = size * size;
    for (int pixel = 0; pixel < area; pixel++) {
      double sum = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        sum += map[channel * area + pixel];
      }
      positive += Math.max(sum, 0);
      negative += Math.min(sum, 0);
      absolute += Math.abs(sum);
      cells[pixel / size * GRID / size * GRID + pixel % size * GRID / size] += Math.abs(sum);
    }
    row.put("sum", positive + negative);
    row.put("positive", positive);
    row.put("negative", negative);
    row.put("peak", ColourMap.peak(map, CHANNELS));
    ArrayNode shares = row.putArray("region-share");
    for (double cell : cells) {
      shares.add(absolute == 0 ? 0 : (float) (cell / absolute));
    }
  }
}
