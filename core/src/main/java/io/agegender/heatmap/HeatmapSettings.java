// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.heatmap.picture.Drawing;
import io.agegender.relevance.ColourMap;
import io.agegender.relevance.Start;
import java.io.Serializable;
import java.util.List;

/**
 * How faces are explained: section {@code heatmap} of the settings.
 *
 * @param rules names of presets or of own rules, at least one
 * @param ownRules HOCON text of the section {@code heatmap.rules}
 * @param explained {@code predicted}, {@code true}, {@code all}, a label or a class index
 * @param start what the explained class starts with
 * @param view which part of a face the network sees
 * @param drawing how maps are drawn
 * @param checks what is measured besides
 * @param faces which faces and how many
 */
public record HeatmapSettings(
    List<String> rules,
    String ownRules,
    String explained,
    Start start,
    View view,
    Drawing drawing,
    Checks checks,
    Faces faces)
    implements Serializable {

  public HeatmapSettings {
    rules = List.copyOf(rules);
  }

  /** Which part of a stored face of 256 x 256 pixels the network sees. */
  public enum View {
    /** The crop in the middle, as {@code score --crop centre}. */
    CENTRE,
    /** The whole face scaled down, and its mean image with it. */
    WHOLE
  }

  /** What replaces a region. */
  public enum Fill {
    /** The mean image. */
    MEAN,
    BLACK,
    /** The face itself, blurred with a region's size as standard deviation. */
    BLUR
  }

  /**
   * What is measured besides.
   *
   * @param ledgerLimit the largest ledger error of a map that counts as made
   * @param perturb whether perturbation curves are computed
   * @param region height and width of a region in pixels
   * @param steps regions that are replaced, at most
   * @param fill what replaces them
   * @param randomise whether maps are compared with those of random weights
   * @param regions whose share of the relevance is measured; none: the cells of a grid of 8 x 8
   */
  public record Checks(
      double ledgerLimit,
      boolean perturb,
      int region,
      int steps,
      Fill fill,
      boolean randomise,
      List<FaceRegion> regions)
      implements Serializable {
    public Checks {
      regions = List.copyOf(regions);
    }
  }

  /**
   * Which faces.
   *
   * @param perClass faces of each true class, at least 1; {@link Integer#MAX_VALUE} for all
   * @param seed of the choice
   * @param onSheet faces of each true class that the sheet shows, at most
   * @param means whether mean maps of aligned faces are made
   */
  public record Faces(int perClass, long seed, int onSheet, boolean means)
      implements Serializable {}

  /** Reads the section. */
  public static HeatmapSettings read(SettingsReader reader) {
    SettingsReader s = reader.section("heatmap");
    List<String> rules = s.list("rule", text -> text);
    s.require(!rules.isEmpty(), "rule", "at least one rule");
    String faces = s.text("faces");
    boolean all = faces.equals("all");
    return new HeatmapSettings(
        rules,
        reader.config().getObject("heatmap.rules").render(),
        s.text("class"),
        s.choice(Start.class, "start"),
        s.choice(View.class, "view"),
        new Drawing(
            parts(s), s.choice(ColourMap.class, "map"), s.choice(Drawing.Scale.class, "scale")),
        new Checks(
            s.number("ledger-limit", v -> v > 0 && v <= 1, "above 0, at most 1"),
            s.flag("perturb"),
            s.whole("region", 1, 256),
            s.atLeast("steps", 1),
            s.choice(Fill.class, "fill"),
            s.flag("randomise"),
            FaceRegion.read(s)),
        new Faces(
            all ? Integer.MAX_VALUE : s.atLeast("faces", 1),
            reader.seed("seed"),
            s.atLeast("sheet-faces", 1),
            s.flag("mean")));
  }

  private static List<Drawing.Part> parts(SettingsReader s) {
    List<Drawing.Part> parts =
        s.list("draw", text -> Choice.of(Drawing.Part.class, "heatmap.draw", text));
    s.require(!parts.isEmpty(), "draw", "at least one of face, heat, overlay, contour");
    return parts;
  }

  /** What the values of a map follow from, besides network, face and rule. */
  public String identity() {
    return "%s %s %s %s".formatted(Choice.key(start), Choice.key(view), explained, checks);
  }
}
