// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap.picture;

import io.agegender.relevance.ColourMap;
import java.io.Serializable;
import java.util.List;

/**
 * How maps are drawn.
 *
 * @param parts what is drawn of each map, in this order on the sheet; at least one
 * @param colours of heat and overlay
 * @param scale what the strongest colour stands for
 */
public record Drawing(List<Part> parts, ColourMap colours, Scale scale) implements Serializable {
  public Drawing {
    parts = List.copyOf(parts);
  }

  /** A picture of a map. */
  public enum Part {
    /** What the network saw, without the map. */
    FACE,
    /** The map alone. */
    HEAT,
    /** The map over the face in grey. */
    OVERLAY,
    /** Lines of equal relevance over the face in grey. */
    CONTOUR
  }

  /** What the strongest colour stands for. */
  public enum Scale {
    /** The largest absolute relevance of the face's own map: colours of maps do not compare. */
    FACE,
    /** The largest one of all maps of the same rule: colours compare. */
    SHEET
  }
}
