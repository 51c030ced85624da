package io.agegender.score;

import com.typesafe.config.Config;
import io.agegender.config.Settings;
import io.agegender.problem.UsageException;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * How faces are scored.
 *
 * @param cropModes the crops to show, at least one
 * @param batchSize crops in one forward pass, at least 1
 */
public record ScoreSettings(Set<CropMode> cropModes, int batchSize) implements Serializable {
  /**
   * @throws UsageException if there is no crop mode or the batch is smaller than 1
   */
  public ScoreSettings {
    if (cropModes.isEmpty()) {
      throw new UsageException(
          "score.crop-modes is empty; name at least one of centre, corner, oversample");
    }
    if (batchSize < 1) {
      throw new UsageException(
          "score.batch-size is %d; it must be at least 1".formatted(batchSize));
    }
    cropModes = Set.copyOf(EnumSet.copyOf(cropModes));
  }

  /**
   * @param config the effective configuration, section {@code score}
   * @throws UsageException with the place of the wrong value
   */
  public static ScoreSettings from(Config config) {
    Set<CropMode> modes = EnumSet.noneOf(CropMode.class);
    try {
      config.getStringList("score.crop-modes").forEach(key -> modes.add(CropMode.of(key)));
      return new ScoreSettings(modes, config.getInt("score.batch-size"));
    } catch (UsageException e) {
      String key = e.getMessage().contains("batch-size") ? "score.batch-size" : "score.crop-modes";
      throw new UsageException(
          "configuration: %s: %s".formatted(Settings.where(config, key), e.getMessage()), e);
    }
  }
}
