// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What NVIDIA calls the generation of a GPU, such as 8.6.
 *
 * @param major 8
 * @param minor 6
 */
record ComputeCapability(int major, int minor) {
  /** What there is machine code for is said in full where a GPU is refused. */
  static final String SERVED = "3.7 and 5.0 to 8.9";

  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final int KEPLER = 3;
  private static final int KEPLER_MINOR = 7;
  private static final int FIRST = 5;
  private static final int LAST = 8;

  /**
   * @param text such as {@code 8.6}
   * @throws UsageException if it is not such a text
   */
  static ComputeCapability parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new UsageException(
          "'%s' is not a compute capability; the discovery script must give one such as 8.6 for each GPU"
              .formatted(text));
    }
    return new ComputeCapability(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Whether ND4J for CUDA 11.6 runs on it. Its machine code is for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0,
   * 7.5, 8.0 and 8.6, without PTX; code runs on the same major and an equal or higher minor
   * version.
   */
  boolean isServed() {
    return (major == KEPLER && minor >= KEPLER_MINOR) || (major >= FIRST && major <= LAST);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
