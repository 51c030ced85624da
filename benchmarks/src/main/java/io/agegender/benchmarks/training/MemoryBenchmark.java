// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.benchmarks.process.ChildJvm;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether training holds on to memory: the resident memory of a process that averages two workers
 * round after round, driver and executor in one.
 *
 * @param dataset to read from
 * @param run the configuration
 * @param batch samples of one worker in a step
 * @param rounds in all, of one step each
 */
public record MemoryBenchmark(String dataset, String run, int batch, int rounds) {
  /** Places where memory is looked at. */
  private static final int SAMPLES = 10;

  /** Growth over all rounds but the first two samples, as a share of all memory. */
  private static final double FLAT = 0.02;

  private static final int WARM_SAMPLES = 2;

  /**
   * The memory after a round, in MiB.
   *
   * @param round how many rounds are done
   * @param resident of the process, its whole heap included
   * @param heap what lives on the heap
   */
  record Sample(int round, double resident, double heap) {
    static Sample parse(String line) {
      String[] cells = line.split(",", -1);
      return new Sample(
          Integer.parseInt(cells[0]), Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
    }

    String format() {
      return String.format(Locale.ROOT, "%d,%.1f,%.1f", round, resident, heap);
    }
  }

  /** Runs the rounds and returns the table with its verdict. */
  @Override
  public String run() {
    List<Sample> samples = measure();
    StringBuilder table = new StringBuilder();
    table.append(
        "%s, two workers, batch %d each, averaged after every step%n".formatted(run, batch));
    table.append("%8s %14s %14s%n".formatted("round", "resident MiB", "heap MiB"));
    for (Sample sample : samples) {
      table.append(
          String.format(
              Locale.ROOT,
              "%8d %14.1f %14.1f%n",
              sample.round(),
              sample.resident(),
              sample.heap()));
    }
    List<Sample> settled = samples.subList(Math.min(WARM_SAMPLES, samples.size()), samples.size());
    double resident = growth(settled, Sample::resident);
    double heap = growth(settled, Sample::heap);
    double allowed = FLAT * samples.get(samples.size() - 1).resident();
    table.append(
        String.format(
            Locale.ROOT,
            "%s: from round %d to %d resident memory grew by %.1f MiB, the heap's living objects by %.1f MiB"
                + " (flat: at most %.1f MiB)%n",
            Math.max(resident, heap) <= allowed ? "FLAT" : "GROWING",
            settled.get(0).round(),
            rounds,
            resident,
            heap,
            allowed));
    return table.toString();
  }

  /** The rise of the straight line through the samples with the least squares, first to last. */
  static double growth(List<Sample> samples, ToDoubleFunction<Sample> value) {
    double meanRound = samples.stream().mapToInt(Sample::round).average().orElseThrow();
    double mean = samples.stream().mapToDouble(value).average().orElseThrow();
    double covariance = 0;
    double variance = 0;
    for (Sample sample : samples) {
      double round = sample.round() - meanRound;
      covariance += round * (value.applyAsDouble(sample) - mean);
      variance += round * round;
    }
    int length = samples.get(samples.size() - 1).round() - samples.get(0).round();
    return variance == 0 ? 0 : covariance / variance * length;
  }

  private List<Sample> measure() {
    // The whole heap is resident from the start: what grows lies outside of it.
    return ChildJvm.run(
            MemoryProbe.class,
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            List.of("-Xms" + Runtime.getRuntime().maxMemory(), "-XX:+AlwaysPreTouch"),
            List.of(
                dataset,
                run,
                String.valueOf(batch),
                String.valueOf(rounds),
                String.valueOf(Math.max(1, rounds / SAMPLES))))
        .lines()
        .map(Sample::parse)
        .toList();
  }
}
