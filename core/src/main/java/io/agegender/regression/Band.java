package io.agegender.regression;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.UsageException;
import java.util.List;

/**
 * How far a run made again may be from the first one where the device does not promise the same
 * bits.
 *
 * @param parameters the largest relative L2 difference of a layer
 * @param loss the largest difference of a round's loss, in nats
 * @param probabilities the largest difference of a probability
 */
public record Band(double parameters, double loss, double probabilities) {
  /** Every bit must be the same. */
  public static final Band ZERO = new Band(0, 0, 0);

  /**
   * @param config the effective configuration, section {@code reproduce.band}
   * @throws UsageException if a width is negative
   */
  public static Band from(Config config) {
    for (String key : List.of("parameters", "loss", "probabilities")) {
      String path = "reproduce.band." + key;
      if (!(config.getDouble(path) >= 0)) {
        throw new UsageException(
            "%s: %s is %s; it must be 0 or more"
                .formatted(Settings.where(config, path), path, config.getDouble(path)));
      }
    }
    Config band = config.getConfig("reproduce.band");
    return new Band(
        band.getDouble("parameters"), band.getDouble("loss"), band.getDouble("probabilities"));
  }

  boolean isZero() {
    return equals(ZERO);
  }
}
