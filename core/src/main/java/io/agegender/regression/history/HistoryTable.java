// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import io.agegender.regression.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The history in aligned lines, for a terminal. */
public final class HistoryTable {
  private static final String FORMAT = "%-16s  %-14s  %8s  %8s  %7s  %8s  %9s  %s%n";

  private HistoryTable() {}

  /** A line for each nightly run under a heading, the oldest first; times are UTC. */
  public static String render(List<HistoryLine> lines, TrendSettings trend) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                FORMAT,
                "began (UTC)",
                "verdict",
                "baseline",
                "checks",
                "minutes",
                "peak GiB",
                "commit",
                "first difference, or what was slow"));
    for (int i = 0; i < lines.size(); i++) {
      HistoryLine line = lines.get(i);
      table.append(
          String.format(
              Locale.ROOT,
              FORMAT,
              Stamps.shown(line.started()),
              line.outcome().key(),
              line.baseline() == 0 ? "-" : line.baseline(),
              good(line) + "/" + line.agreements().size(),
              measure(line, Measure.Kind.SECONDS, 60.0),
              measure(line, Measure.Kind.RESIDENT, 1L << 30),
              shortened(line.commit()),
              note(lines, i, trend)));
    }
    return table.toString();
  }

  public static String note(List<HistoryLine> lines, int index, TrendSettings trend) {
    HistoryLine line = lines.get(index);
    List<String> notes = new ArrayList<>();
    if (!line.reason().isEmpty()) {
      notes.add(line.reason());
    }
    Slowdown.of(lines.subList(0, index), line, trend).forEach(s -> notes.add("slower: " + s));
    return String.join("; ", notes);
  }

  public static long good(HistoryLine line) {
    return line.agreements().values().stream()
        .filter(a -> a.equals("identical") || a.equals("within-band"))
        .count();
  }

  public static String shortened(String commit) {
    return commit.isEmpty() ? "-" : commit.substring(0, Math.min(8, commit.length()));
  }

  private static String measure(HistoryLine line, Measure.Kind kind, double unit) {
    Double value = line.measures().get(kind.whole());
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value / unit);
  }
}
