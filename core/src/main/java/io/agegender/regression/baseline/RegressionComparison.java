package io.agegender.regression.baseline;

import io.agegender.regression.Agreement;
import io.agegender.regression.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A night next to the baseline.
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

  /** Compares every check; of a night that did not get to its end, those that it made. */
  public static RegressionComparison of(Baseline baseline, RegressionRun night) {
    Map<String, Check> before = new LinkedHashMap<>();
    baseline.checks().forEach(check -> before.put(check.name(), check));
    Set<String> names = new LinkedHashSet<>();
    night.checks().forEach(check -> names.add(check.name()));
    if (night.problem().isEmpty()) {
      names.addAll(before.keySet());
    }
    List<CheckResult> results = new ArrayList<>();
    for (String name : names) {
      results.add(
          compare(
              name,
              Optional.ofNullable(before.get(name)),
              night.check(name),
              baseline.bands(),
              night));
    }
    if (night.problem().isEmpty()) {
      results.add(published(night));
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
   * What could have given another result and did not: the likeliest cause that differs where the
   * results are good.
   */
  public Optional<Difference> withoutEffect() {
    return results.stream()
        .filter(CheckResult::isGood)
        .flatMap(result -> result.provenance().stream())
        .filter(Difference::mayChangeBits)
        .min(Difference.LIKELIEST_FIRST);
  }

  private static CheckResult compare(
      String name, Optional<Check> before, Optional<Check> now, Bands bands, RegressionRun night) {
    if (before.isEmpty() || now.isEmpty()) {
      return new CheckResult(
          name,
          Agreement.NOT_COMPARABLE,
          before.isEmpty()
              ? "the baseline has no such check; accept this night if the settings were meant to change"
              : "the baseline has it, this night did not make it; were the settings changed?",
          List.of(),
          seconds(now));
    }
    Check old = before.get();
    Check made = now.get();
    List<Difference> provenance = Difference.between(old.facts(), made.facts());
    Optional<String> untrue = twin(made, night, bands);
    if (untrue.isPresent()) {
      return new CheckResult(name, Agreement.DRIFT, untrue.get(), provenance, seconds(now));
    }
    if (old.hashes().equals(made.hashes())) {
      return new CheckResult(name, Agreement.IDENTICAL, "", provenance, seconds(now));
    }
    return new CheckResult(
        name,
        bands.hold(old, made) ? Agreement.WITHIN_BAND : Agreement.DRIFT,
        differences(old, made),
        provenance,
        seconds(now));
  }

  /** A run that was interrupted must end with the bits of the one that was not. */
  private static Optional<String> twin(Check check, RegressionRun night, Bands bands) {
    return check
        .twin()
        .flatMap(night::check)
        .filter(twin -> !twin.hashes().equals(check.hashes()) && !bands.hold(twin, check))
        .map(
            twin ->
                "differs from %s of the same night: %s"
                    .formatted(twin.name(), differences(twin, check)));
  }

  private static String differences(Check before, Check now) {
    List<String> texts = new ArrayList<>();
    Difference.between(texts(before), texts(now)).forEach(d -> texts.add(d.toString()));
    // The order of the check says what comes first.
    List<String> ordered = new ArrayList<>();
    for (String name : order(before, now)) {
      texts.stream().filter(t -> t.startsWith(name + ": ")).findFirst().ifPresent(ordered::add);
    }
    String shown = String.join("; ", ordered.subList(0, Math.min(SHOWN, ordered.size())));
    return ordered.size() > SHOWN
        ? "%s; and %d more".formatted(shown, ordered.size() - SHOWN)
        : shown;
  }

  private static Set<String> order(Check before, Check now) {
    Set<String> names = new LinkedHashSet<>(now.figures().keySet());
    names.addAll(before.figures().keySet());
    names.addAll(now.hashes().keySet());
    names.addAll(before.hashes().keySet());
    return names;
  }

  private static Map<String, String> texts(Check check) {
    Map<String, String> texts = new LinkedHashMap<>();
    check
        .hashes()
        .forEach((part, hash) -> texts.put(part, hash.substring(0, Math.min(16, hash.length()))));
    check.figures().forEach((figure, value) -> texts.put(figure, Double.toString(value)));
    return texts;
  }

  private static CheckResult published(RegressionRun night) {
    return night.findings().isEmpty()
        ? new CheckResult(PUBLISHED, Agreement.IDENTICAL, "", List.of(), 0)
        : new CheckResult(
            PUBLISHED, Agreement.DRIFT, String.join("; ", night.findings()), List.of(), 0);
  }

  private static double seconds(Optional<Check> check) {
    return check.map(c -> c.measures().getOrDefault(Check.SECONDS, 0.0)).orElse(0.0);
  }
}
