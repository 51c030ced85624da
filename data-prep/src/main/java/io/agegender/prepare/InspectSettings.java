package io.agegender.prepare;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.UsageException;

/**
 * What is shown of a dataset: section {@code inspect} of the configuration.
 *
 * @param head rows of the index that are printed
 * @param columns faces in a row of the contact sheet; it has a row per age class and one for none
 * @param thumbnail height and width of a face on the sheet in pixels
 */
public record InspectSettings(int head, int columns, int thumbnail) {
  /**
   * @throws UsageException if a value is out of its range
   */
  public static InspectSettings from(Config config) {
    return new InspectSettings(
        range(config, "head", 0, 1_000_000),
        range(config, "columns", 1, 200),
        range(config, "thumbnail", 16, 256));
  }

  private static int range(Config config, String key, int least, int most) {
    String path = "inspect." + key;
    int value = config.getInt(path);
    if (value < least || value > most) {
      throw new UsageException(
          "%s: %s is %d: it must be %d to %d"
              .formatted(Settings.where(config, path), path, value, least, most));
    }
    return value;
  }
}
