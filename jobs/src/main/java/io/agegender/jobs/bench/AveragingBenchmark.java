package io.agegender.jobs.bench;

import io.agegender.problem.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What averaging on Spark costs: images per second of plain {@code fit} on all cores, of Spark with
 * one worker on all cores, and of two workers with half the cores each. The arrangements take
 * turns, and the medians are compared.
 *
 * @param dataset to read from
 * @param run the configuration
 * @param batch samples of one worker in a step
 * @param frequency steps between two averagings
 * @param rounds that are measured
 * @param repeats of each arrangement
 */
public record AveragingBenchmark(
    String dataset, String run, int batch, int frequency, int rounds, int repeats) {

  private record Arrangement(String title, int workers, int threads) {}

  /** Images per second, and the share of a round in which no worker computes. */
  private record Measured(double rate, double overhead) {}

  /**
   * Measures and returns the table, a line an arrangement, with the ratios to plain {@code fit}.
   */
  public String run() {
    int cores = Runtime.getRuntime().availableProcessors();
    int half = Math.max(1, cores / 2);
    List<Arrangement> arrangements =
        List.of(
            new Arrangement("plain fit, %d threads".formatted(cores), 0, cores),
            new Arrangement("Spark, W = 1, %d threads".formatted(cores), 1, cores),
            new Arrangement("plain fit, %d threads".formatted(half), 0, half),
            new Arrangement("Spark, W = 2, %d threads each".formatted(half), 2, half));
    Map<Arrangement, List<Measured>> rates = new LinkedHashMap<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (Arrangement arrangement : arrangements) {
        rates.computeIfAbsent(arrangement, a -> new ArrayList<>()).add(measure(arrangement));
      }
    }
    double plain = median(rates.get(arrangements.get(0)), Measured::rate);
    StringBuilder table = new StringBuilder();
    table.append(
        "%s, batch %d a worker, averaging every %d minibatches, %d rounds, median of %d%n"
            .formatted(run, batch, frequency, rounds, repeats));
    rates.forEach(
        (arrangement, values) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "%-32s %8.1f images/s  %.3f of plain fit on all cores%s%n",
                    arrangement.title(),
                    median(values, Measured::rate),
                    median(values, Measured::rate) / plain,
                    arrangement.workers() == 0
                        ? ""
                        : String.format(
                            Locale.ROOT,
                            "  %.1f %% of a round beyond computing",
                            100 * median(values, Measured::overhead)))));
    return table.toString();
  }

  private Measured measure(Arrangement arrangement) {
    try {
      Path result = Files.createTempFile("agegender-rate", ".txt");
      ChildJvm.run(
          AveragingProbe.class,
          arrangement.threads(),
          List.of(
              dataset,
              run,
              String.valueOf(arrangement.workers()),
              String.valueOf(batch),
              String.valueOf(frequency),
              String.valueOf(rounds),
              result.toString()));
      String[] figures = Files.readString(result).split(" ");
      Files.delete(result);
      return new Measured(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    } catch (IOException e) {
      throw new FailedException("cannot measure: " + e.getMessage(), e);
    }
  }

  private static double median(List<Measured> values, ToDoubleFunction<Measured> figure) {
    double[] sorted = values.stream().mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
