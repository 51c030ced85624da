// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.sheet;

import io.agegender.foundation.error.Choice;
import io.agegender.heatmap.FaceRows;
import io.agegender.heatmap.NetworkMaps;
import io.agegender.heatmap.picture.MapFiles;
import io.agegender.relevance.ColourMap;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Mean maps of one network: of each rule and class, each map first divided by the sum of its
 * absolute values, so that no face counts more than another; only maps of the true or the predicted
 * class.
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

  /** Which faces a mean map is made of. */
  enum Of {
    /** Faces of a true class, explained for it. */
    TRUE,
    /** Faces that the network predicts as a class, explained for it. */
    PREDICTED
  }

  /**
   * A mean map.
   *
   * @param stem of its files, without ending
   * @param label the class
   * @param maps how many it is the mean of
   */
  record Mean(String stem, String rule, Of of, int label, int maps) {}

  private record Key(String rule, Of of, int label) {}

  /**
   * Writes {@code mean/RUN/ITERATION/RULE/true-cK} and {@code predicted-cK}, {@code .npy} and
   * {@code .png}.
   *
   * @return by rule, then true before predicted, then by class
   */
  static List<Mean> write(FileStore out, NetworkMaps network, ColourMap colours) {
    SortedMap<Key, Sum> sums =
        new TreeMap<>(
            Comparator.comparing(Key::rule).thenComparing(Key::of).thenComparing(Key::label));
    int length = 3 * network.size() * network.size();
    network.eachRow(
        out,
        row -> {
          int explained = row.get("explained").intValue();
          List<Of> kinds = new ArrayList<>();
          if (explained == row.get("label").intValue()) {
            kinds.add(Of.TRUE);
          }
          if (explained == row.get("predicted").intValue()) {
            kinds.add(Of.PREDICTED);
          }
          if (!kinds.isEmpty()) {
            float[] map = FaceRows.map(out, row, network.size());
            String rule = row.get("rule").textValue();
            kinds.forEach(
                of ->
                    sums.computeIfAbsent(new Key(rule, of, explained), k -> new Sum(length))
                        .add(map));
          }
        });
    List<Mean> means = new ArrayList<>();
    sums.forEach(
        (key, sum) -> {
          String stem =
              "mean/%s/%s/%s-c%d"
                  .formatted(network.folder(), key.rule, Choice.key(key.of), key.label);
          float[] mean = sum.mean();
          int[] pixels = colours.draw(mean, 3, ColourMap.peak(mean, 3));
          out.write(stem + ".npy", s -> s.write(MapFiles.npy(mean, network.size())));
          out.write(stem + ".png", s -> s.write(MapFiles.png(pixels, network.size())));
          means.add(new Mean(stem, key.rule, key.of, key.label, sum.maps));
        });
    return means;
  }
}
