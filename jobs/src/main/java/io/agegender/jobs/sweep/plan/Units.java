// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {
  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  private Units() {}

  /** Such as {@code 350 MiB} or {@code 2.4 GiB}. */
  static String bytes(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.0f MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  /** Such as {@code 40 s}, {@code 12 min}, {@code 5.2 h} or {@code 11.0 d}. */
  static String time(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 48 * 3600
        ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
        : String.format(Locale.ROOT, "%.1f d", seconds / 86_400);
  }
}
