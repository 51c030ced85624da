// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * How faces are scored.
 *
 * @param cropModes the crops to show, at least one
 * @param batchSize crops in one forward pass, at least 1
 */
public record ScoreSettings(Set<CropMode> cropModes, int batchSize) implements Serializable {
  /**
   * @throws IllegalArgumentException if there is no crop mode or the batch is smaller than 1
   */
  public ScoreSettings {
    if (cropModes.isEmpty() || batchSize < 1) {
      throw new IllegalArgumentException(
          "crop modes %s in batches of %d".formatted(cropModes, batchSize));
    }
    cropModes = Set.copyOf(cropModes);
  }

  /** Reads the section {@code score}; each wrong value is a problem with its place. */
  public static ScoreSettings read(SettingsReader settings) {
    SettingsReader score = settings.section("score");
    List<CropMode> modes =
        score.list("crop-modes", key -> Choice.of(CropMode.class, "crop mode", key));
    score.require(!modes.isEmpty(), "crop-modes", "centre, corner, oversample or several");
    return new ScoreSettings(
        modes.isEmpty() ? Set.of(CropMode.CENTRE) : Set.copyOf(modes),
        score.atLeast("batch-size", 1));
  }
}
