// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.benchmarks.process.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What averaging on Spark costs: images per second of plain {@code fit} on all cores, of Spark with
 * one worker on all cores, and of two workers with half the cores and half the batch each. The
 * arrangements take turns, and the medians are compared.
 *
 * @param dataset to read from
 * @param run the configuration
 * @param batch samples of a step, of all workers together
 * @param frequency steps between two averagings
 * @param steps that are measured
 * @param repeats of each arrangement
 */
public record AveragingBenchmark(
    String dataset, String run, int batch, int frequency, int steps, int repeats) {

  /**
   * @param workers 0 for plain fit
   */
  private record Arrangement(String title, int workers, int threads, int batch) {}

  /** Images per second, and the share of a round in which no worker computes. */
  private record Measured(double rate, double overhead) {
    static Measured parse(String figures) {
      String[] both = figures.split(" ", -1);
      return new Measured(Double.parseDouble(both[0]), Double.parseDouble(both[1]));
    }
  }

  /**
   * Measures, a line an arrangement with its ratio to plain {@code fit}.
   *
   * @param lines is told each line as soon as it is known; repeats of one arrangement come together
   *     at the end
   */
  public void run(Consumer<String> lines) {
    int cores = Runtime.getRuntime().availableProcessors();
    int half = Math.max(1, cores / 2);
    List<Arrangement> arrangements =
        List.of(
            new Arrangement("plain fit, %d threads".formatted(cores), 0, cores, batch),
            new Arrangement("Spark, W = 1, %d threads".formatted(cores), 1, cores, batch),
            new Arrangement("plain fit, %d threads".formatted(half), 0, half, batch / 2),
            new Arrangement("Spark, W = 2, %d threads each".formatted(half), 2, half, batch));
    lines.accept(
        "%s, batch %d, averaging every %d minibatches, %d steps, median of %d"
            .formatted(run, batch, frequency, steps, repeats));
    Map<Arrangement, List<Measured>> measured = new LinkedHashMap<>();
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Arrangement arrangement : arrangements) {
        measured.computeIfAbsent(arrangement, a -> new ArrayList<>()).add(measure(arrangement));
        if (repeat == repeats) {
          lines.accept(
              line(arrangement, measured.get(arrangement), measured.get(arrangements.get(0))));
        }
      }
    }
  }

  private static String line(
      Arrangement arrangement, List<Measured> measured, List<Measured> plain) {
    double rate = median(measured, Measured::rate);
    String overhead =
        arrangement.workers() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "  %.1f %% of a round beyond computing",
                100 * median(measured, Measured::overhead));
    return String.format(
        Locale.ROOT,
        "%-32s %8.1f images/s  %.3f of plain fit on all cores%s",
        arrangement.title(),
        rate,
        rate / median(plain, Measured::rate),
        overhead);
  }

  private Measured measure(Arrangement arrangement) {
    return Measured.parse(
        ChildJvm.run(
            AveragingProbe.class,
            arrangement.threads(),
            List.of(
                dataset,
                run,
                String.valueOf(arrangement.workers()),
                String.valueOf(arrangement.batch()),
                String.valueOf(frequency),
                String.valueOf(steps))));
  }

  private static double median(List<Measured> values, ToDoubleFunction<Measured> figure) {
    double[] sorted = values.stream().mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
