package io.agegender.score;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
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
  private static final String CROPS = "score.crop-modes";
  private static final String BATCH = "score.batch-size";

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

  /**
   * @param config the effective configuration, section {@code score}
   * @throws UsageException with the place of the wrong value
   */
  public static ScoreSettings from(Config config) {
    Set<CropMode> modes = EnumSet.noneOf(CropMode.class);
    String where = Settings.where(config, CROPS) + ": " + CROPS;
    for (String key : config.getStringList(CROPS)) {
      modes.add(Choice.of(CropMode.class, where, key));
    }
    if (modes.isEmpty()) {
      throw new UsageException(where + " is empty; name centre, corner, oversample or several");
    }
    int batchSize = config.getInt(BATCH);
    if (batchSize < 1) {
      throw new UsageException(
          "%s: %s is %d; it must be at least 1"
              .formatted(Settings.where(config, BATCH), BATCH, batchSize));
    }
    return new ScoreSettings(modes, batchSize);
  }
}
