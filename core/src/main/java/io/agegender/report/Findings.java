// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures beside published ones that somebody has to look at: too low, and just as much too high,
 * which usually means test faces in training.
 */
public final class Findings {
  private Findings() {}

  /** A sentence for each cell and measure whose verdict is below or above. */
  public static List<String> of(Results results) {
    List<String> findings = new ArrayList<>();
    for (Cell cell : results.cells()) {
      add(cell, "accuracy", cell.verdict(), findings);
      cell.oneOffVerdict().ifPresent(verdict -> add(cell, "1-off", verdict, findings));
    }
    return List.copyOf(findings);
  }

  private static void add(Cell cell, String what, Verdict verdict, List<String> findings) {
    switch (verdict.kind()) {
      case BELOW, ABOVE ->
          findings.add(
              "%s, %s: %s: %s"
                  .formatted(cell.key(), what, verdict.kind().title(), verdict.reason()));
      case REPRODUCED, NOT_COMPARABLE -> {}
    }
  }
}
