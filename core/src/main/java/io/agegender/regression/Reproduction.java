package io.agegender.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run made again, next to the run.
 *
 * @param run which run, for people
 * @param iterations how many of its iterations were made again; 0 if none
 * @param obstacles why the two cannot be compared, each with what to do; empty if they can
 * @param parameters of the newest iteration that both have a checkpoint or a hash of
 * @param parametersAt that iteration
 * @param rounds loss, learning rate and images of each round
 * @param predictions by list and crop mode, where the run was scored
 * @param provenance what differs in where the two came from, the likeliest cause first
 * @param band what still counts as the same
 */
public record Reproduction(
    String run,
    int iterations,
    List<String> obstacles,
    Optional<ParameterComparison> parameters,
    int parametersAt,
    RoundComparison rounds,
    List<PredictionComparison> predictions,
    List<Difference> provenance,
    Band band) {
  public Reproduction {
    obstacles = List.copyOf(obstacles);
    predictions = List.copyOf(predictions);
    provenance = List.copyOf(provenance);
  }

  /** A run that was not made again. */
  public static Reproduction notComparable(String run, List<String> obstacles) {
    return new Reproduction(
        run,
        0,
        obstacles,
        Optional.empty(),
        0,
        new RoundComparison(0, List.of(), 0),
        List.of(),
        List.of(),
        Band.ZERO);
  }

  /** The verdict. */
  public Agreement agreement() {
    if (!obstacles.isEmpty()) {
      return Agreement.NOT_COMPARABLE;
    }
    if (parameters.map(ParameterComparison::isIdentical).orElse(true)
        && rounds.isIdentical()
        && predictions.stream().allMatch(PredictionComparison::isIdentical)) {
      return Agreement.IDENTICAL;
    }
    return !band.isZero() && isWithinBand() ? Agreement.WITHIN_BAND : Agreement.DRIFT;
  }

  private boolean isWithinBand() {
    return parameters.map(p -> p.largestRelativeL2() <= band.parameters()).orElse(true)
        && rounds.isOfLossesOnly()
        && rounds.largestLoss() <= band.loss()
        && predictions.stream().allMatch(p -> p.largest() <= band.probabilities());
  }

  /** Everything in lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(run, agreement().title()));
    obstacles.forEach(obstacle -> lines.add("  " + obstacle));
    if (!obstacles.isEmpty()) {
      return lines;
    }
    parameters.ifPresent(p -> describe(p, lines));
    lines.add(
        rounds.isIdentical()
            ? "losses: %d rounds identical".formatted(rounds.rounds())
            : "losses: %d rounds, first difference: %s"
                .formatted(rounds.rounds(), rounds.differences().get(0)));
    predictions.forEach(p -> lines.add("predictions, " + p));
    if (!band.isZero()) {
      lines.add("band: " + band);
    }
    lines.add(
        provenance.isEmpty()
            ? "provenance: nothing differs"
            : "provenance, likeliest cause first:");
    provenance.forEach(d -> lines.add("  " + d));
    return lines;
  }

  private void describe(ParameterComparison compared, List<String> lines) {
    if (compared.isIdentical()) {
      lines.add("parameters after iteration %d: sha256 %s".formatted(parametersAt, compared.now()));
      return;
    }
    lines.add(
        "parameters after iteration %d: sha256 %s, now %s"
            .formatted(parametersAt, compared.before(), compared.now()));
    compared.layers().stream()
        .filter(layer -> !layer.isNone())
        .forEach(layer -> lines.add("  " + layer));
  }
}
