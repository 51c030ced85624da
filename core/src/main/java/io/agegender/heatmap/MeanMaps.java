// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Mean maps of one network: of each rule and true class, each map first divided by the sum of its
 * absolute values, so that no face counts more than another; only maps of the true class.
 */
final class MeanMaps {
  private MeanMaps() {}

  private static final class Sum {
    private final double[] values;
    private int maps;

    Sum(int length) {
      values = new double[length];
    }

    /** A map of zeros says nothing about where to look, and is left out. */
    void add(float[] map) {
      double absolute = 0;
      for (float value : map) {
        absolute += Math.abs(value);
      }
      if (absolute > 0) {
        maps++;
        for (int i = 0; i < map.length; i++) {
          values[i] += map[i] / absolute;
        }
      }
    }

    float[] mean() {
      float[] mean = new float[values.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (values[i] / Math.max(1, maps));
      }
      return mean;
    }
  }

  /**
   * Writes {@code mean/RUN/ITERATION/RULE/cK.npy} and {@code .png}.
   *
   * @return the files without their ending, by rule and class
   */
  static List<String> write(FileStore out, NetworkMaps network, ColourMap colours) {
    SortedMap<String, Sum> sums = new TreeMap<>();
    int length = 3 * network.size() * network.size();
    network.eachRow(
        out,
        row -> {
          if (row.get("explained").intValue() == row.get("label").intValue()) {
            float[] map = map(out, network, row);
            sums.computeIfAbsent(stem(network, row), k -> new Sum(length)).add(map);
          }
        });
    List<String> stems = new ArrayList<>();
    sums.forEach(
        (stem, sum) -> {
          float[] mean = sum.mean();
          int[] pixels = colours.draw(mean, 3, ColourMap.peak(mean, 3));
          out.write(stem + ".npy", s -> s.write(MapFiles.npy(mean, network.size())));
          out.write(stem + ".png", s -> s.write(MapFiles.png(pixels, network.size())));
          stems.add(stem);
        });
    return stems;
  }

  private static float[] map(FileStore out, NetworkMaps network, JsonNode row) {
    String file = row.get("map").textValue();
    return MapFiles.values(out.read(file), network.size(), out.path(file));
  }

  private static String stem(NetworkMaps network, JsonNode row) {
    return "mean/%s/%s/c%d"
        .formatted(network.folder(), row.get("rule").textValue(), row.get("explained").intValue());
  }
}
