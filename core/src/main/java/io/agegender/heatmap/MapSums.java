// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.relevance.ColourMap;
import java.util.List;

/** Figures of one map for its row. */
final class MapSums {
  private static final int CHANNELS = 3;
  private static final int GRID = 8;

  private MapSums() {}

  /**
   * Puts sum, positive and negative part, peak, and the share of absolute relevance in each region.
   *
   * @param map (3, size, size)
   * @param regions none: the cells of a grid of 8 x 8, row by row, without names
   */
  static void put(float[] map, int size, List<FaceRegion> regions, ObjectNode row) {
    double positive = 0;
    double negative = 0;
    double[] shares = new double[regions.isEmpty() ? GRID * GRID : regions.size()];
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
      int x = pixel % size;
      int y = pixel / size;
      if (regions.isEmpty()) {
        shares[y * GRID / size * GRID + x * GRID / size] += Math.abs(sum);
      }
      for (int i = 0; i < regions.size(); i++) {
        if (regions.get(i).contains(x, y, size)) {
          shares[i] += Math.abs(sum);
        }
      }
    }
    row.put("sum", positive + negative);
    row.put("positive", positive);
    row.put("negative", negative);
    row.put("peak", ColourMap.peak(map, CHANNELS));
    ArrayNode names = row.putArray("region-name");
    regions.forEach(region -> names.add(region.name()));
    ArrayNode values = row.putArray("region-share");
    for (double share : shares) {
      values.add(absolute == 0 ? 0 : (float) (share / absolute));
    }
  }
}
