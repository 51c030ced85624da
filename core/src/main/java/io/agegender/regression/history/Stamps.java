// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times in names of files and in tables, in UTC. */
public final class Stamps {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private Stamps() {}

  public static String of(Instant time) {
    return NAME.format(time);
  }

  public static String shown(Instant time) {
    return SHOWN.format(time);
  }
}
