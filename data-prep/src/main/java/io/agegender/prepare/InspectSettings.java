// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.foundation.config.SettingsReader;

/**
 * What is shown of a dataset: section {@code inspect} of the configuration.
 *
 * @param head rows of the index that are printed
 * @param columns faces in a row of the contact sheet; it has a row per age class and one for none
 * @param thumbnail height and width of a face on the sheet in pixels
 */
public record InspectSettings(int head, int columns, int thumbnail) {
  /**
   * @throws io.agegender.foundation.error.UsageException if a value is out of its range
   */
  public static InspectSettings read(SettingsReader settings) {
    SettingsReader inspect = settings.section("inspect");
    return new InspectSettings(
        inspect.whole("head", 0, 1_000_000),
        inspect.whole("columns", 1, 200),
        inspect.whole("thumbnail", 16, 256));
  }
}
