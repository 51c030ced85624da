// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import java.util.ArrayList;
import java.util.List;

/**
 * A run made again, next to the run.
 *
 * @param run which run, for people
 * @param iterations how many of its iterations were made again; 0 if none
 * @param unmet preconditions of a comparison that are not met, each with what to do; empty if all
 *     are
 * @param parts what was compared
 * @param provenance what differs in where the two came from, the likeliest cause first
 * @param tolerance what still counts as the same
 */
public record Reproduction(
    String run,
    int iterations,
    List<String> unmet,
    List<Part> parts,
    List<Difference> provenance,
    Tolerance tolerance) {
  private static final int SHOWN = 3;

  public Reproduction {
    unmet = List.copyOf(unmet);
    parts = List.copyOf(parts);
    provenance = List.copyOf(provenance);
  }

  /**
   * One thing that was compared.
   *
   * @param name such as {@code parameters after iteration 8}
   * @param what how much of it, and what it is now
   * @param deviations what differs; empty if every bit is the same
   */
  public record Part(String name, String what, List<Deviation> deviations) {
    public Part {
      deviations = List.copyOf(deviations);
    }
  }

  /** A run that was not made again. */
  public static Reproduction notComparable(String run, List<String> unmet) {
    return new Reproduction(run, 0, unmet, List.of(), List.of(), Band.ZERO);
  }

  /** The verdict. */
  public Agreement agreement() {
    return unmet.isEmpty()
        ? Agreement.mostSevere(
            parts.stream().map(part -> tolerance.judge(part.deviations())).toList())
        : Agreement.NOT_COMPARABLE;
  }

  /** Everything in lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(run, agreement().title()));
    unmet.forEach(precondition -> lines.add("  " + precondition));
    if (!unmet.isEmpty()) {
      return lines;
    }
    parts.forEach(part -> describe(part, lines));
    if (!tolerance.isZero()) {
      lines.add("band: " + tolerance);
    }
    lines.add(
        provenance.isEmpty()
            ? "provenance: nothing differs"
            : "provenance, likeliest cause first:");
    provenance.forEach(d -> lines.add("  " + d));
    return lines;
  }

  /** Every layer is shown; of what repeats itself from round to round, the beginning. */
  private void describe(Part part, List<String> lines) {
    List<Deviation> deviations = part.deviations();
    lines.add(
        "%s: %s, %s".formatted(part.name(), tolerance.judge(deviations).title(), part.what()));
    boolean layers =
        deviations.stream().allMatch(d -> d.measure().kind() == Measure.Kind.PARAMETERS);
    int shown = layers ? deviations.size() : Math.min(SHOWN, deviations.size());
    deviations.subList(0, shown).forEach(d -> lines.add("  " + d));
    if (shown < deviations.size()) {
      lines.add("  and %d more".formatted(deviations.size() - shown));
    }
  }
}
