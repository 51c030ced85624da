// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.regression.Agreement;
import io.agegender.regression.Deviation;
import io.agegender.regression.Difference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A regression run next to the baseline.
 *
 * @param results in the order in which the checks follow from each other
 */
public record RegressionComparison(List<CheckResult> results) {
  private static final int SHOWN = 3;

  /** The check that figures are not implausibly far from the published ones. */
  public static final String PUBLISHED = "published";

  public RegressionComparison {
    results = List.copyOf(results);
  }

  /** Compares every check; of a nightly run that did not get to its end, those that it made. */
  public static RegressionComparison of(Baseline baseline, RegressionRun nightly) {
    Set<String> names = new LinkedHashSet<>();
    nightly.checks().forEach(check -> names.add(check.name()));
    if (nightly.problem().isEmpty()) {
      baseline.checks().forEach(check -> names.add(check.name()));
    }
    List<CheckResult> results = new ArrayList<>();
    for (String name : names) {
      results.add(
          compare(name, baseline.check(name), nightly.check(name), baseline.bands(), nightly));
    }
    if (nightly.problem().isEmpty()) {
      results.add(published(nightly));
    }
    return new RegressionComparison(results);
  }

  /** The mostSevere of all. */
  public Agreement agreement() {
    return Agreement.mostSevere(results.stream().map(CheckResult::agreement).toList());
  }

  /** The first check that is not good: what comes after it may follow from it. */
  public Optional<CheckResult> first() {
    return results.stream().filter(r -> !r.isGood()).findFirst();
  }

  /**
   * What could have made a numerical difference and did not: the likeliest cause that differs where
   * the results are good.
   */
  public Optional<Difference> withoutEffect() {
    return results.stream()
        .filter(CheckResult::isGood)
        .flatMap(result -> result.provenance().stream())
        .filter(Difference::mayChangeBits)
        .min(Difference.LIKELIEST_FIRST);
  }

  private static CheckResult compare(
      String name,
      Optional<Check> before,
      Optional<Check> now,
      Bands bands,
      RegressionRun nightly) {
    double seconds = now.map(Check::seconds).orElse(0.0);
    if (before.isEmpty() || now.isEmpty()) {
      return new CheckResult(
          name,
          Agreement.NOT_COMPARABLE,
          before.isEmpty()
              ? "the baseline has no such check; accept this nightly run if the settings were meant to change"
              : "the baseline has it, this nightly run did not make it; were the settings changed?",
          List.of(),
          seconds);
    }
    List<Difference> provenance = Difference.between(before.get().facts(), now.get().facts());
    Optional<String> twin = twin(now.get(), nightly, bands);
    List<Deviation> deviations = before.get().deviations(now.get());
    return new CheckResult(
        name,
        twin.isPresent() ? Agreement.DRIFT : bands.of(name).judge(deviations),
        twin.orElseGet(() -> text(deviations)),
        provenance,
        seconds);
  }

  /** A run that was interrupted must end with the bits of the one that was not. */
  private static Optional<String> twin(Check check, RegressionRun nightly, Bands bands) {
    return check
        .twin()
        .flatMap(nightly::check)
        .filter(twin -> bands.of(twin.name()).judge(twin.deviations(check)) == Agreement.DRIFT)
        .map(
            twin ->
                "differs from %s of the same nightly run: %s"
                    .formatted(twin.name(), text(twin.deviations(check))));
  }

  private static String text(List<Deviation> deviations) {
    int shown = Math.min(SHOWN, deviations.size());
    String text =
        String.join("; ", deviations.subList(0, shown).stream().map(Deviation::text).toList());
    return deviations.size() > shown
        ? "%s; and %d more".formatted(text, deviations.size() - shown)
        : text;
  }

  private static CheckResult published(RegressionRun nightly) {
    return nightly.findings().isEmpty()
        ? new CheckResult(PUBLISHED, Agreement.IDENTICAL, "", List.of(), 0)
        : new CheckResult(
            PUBLISHED, Agreement.DRIFT, String.join("; ", nightly.findings()), List.of(), 0);
  }
}
