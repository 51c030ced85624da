// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import io.agegender.foundation.config.SettingsReader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A named part of what the network sees, such as the eyes. All edges are shares of its width or
 * height, 0 to 1, left and upper edge first.
 *
 * @param name of the user's own
 */
public record FaceRegion(String name, double left, double top, double right, double bottom)
    implements Serializable {
  private static final int NUMBERS = 4;

  /** The regions of the section {@code heatmap.regions}, by name. */
  static List<FaceRegion> read(SettingsReader s) {
    ConfigObject section = s.config().getObject("heatmap.regions");
    List<FaceRegion> regions = new ArrayList<>();
    for (String name : new TreeSet<>(section.keySet())) {
      String key = "regions." + ConfigUtil.joinPath(name);
      List<Double> box = s.numbers(key);
      boolean good =
          box.size() == NUMBERS
              && 0 <= box.get(0)
              && box.get(0) < box.get(2)
              && box.get(2) <= 1
              && 0 <= box.get(1)
              && box.get(1) < box.get(3)
              && box.get(3) <= 1;
      s.require(
          good, key, "[left, top, right, bottom], each 0 to 1, left below right, top below bottom");
      if (good) {
        regions.add(new FaceRegion(name, box.get(0), box.get(1), box.get(2), box.get(3)));
      }
    }
    return regions;
  }

  /** Whether the middle of a pixel of a square picture is inside. */
  boolean contains(int x, int y, int size) {
    double across = (x + 0.5) / size;
    double down = (y + 0.5) / size;
    return left <= across && across < right && top <= down && down < bottom;
  }
}
