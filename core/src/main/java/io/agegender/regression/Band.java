// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import io.agegender.foundation.config.SettingsReader;

/**
 * How far a run made again may be from the first one where the device does not promise the same
 * bits.
 *
 * @param parameters the largest relative L2 difference of a layer
 * @param loss the largest difference of a round's loss, in nats
 * @param probabilities the largest difference of a probability
 */
public record Band(double parameters, double loss, double probabilities) implements Tolerance {
  /** Every bit must be the same. */
  public static final Band ZERO = new Band(0, 0, 0);

  /** Reads the section {@code reproduce.band}; a negative width is a problem. */
  public static Band read(SettingsReader settings) {
    SettingsReader band = settings.section("reproduce.band");
    return new Band(width(band, "parameters"), width(band, "loss"), width(band, "probabilities"));
  }

  private static double width(SettingsReader band, String key) {
    return band.number(key, v -> v >= 0, "0 or more");
  }

  @Override
  public double width(Measure measure) {
    return switch (measure.kind()) {
      case PARAMETERS -> parameters;
      case LOSS -> loss;
      case PROBABILITIES -> probabilities;
      default -> 0;
    };
  }

  @Override
  public boolean isZero() {
    return equals(ZERO);
  }
}
