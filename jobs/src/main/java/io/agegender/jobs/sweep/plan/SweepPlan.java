// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunSettings;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What a sweep will do, need and take.
 *
 * @param cluster where it runs
 * @param parallel runs at the same time
 * @param runs in the order in which they start
 * @param options of the start that fit it
 * @param problems why it cannot work; empty if it can
 * @param gpus that it computes on; empty on CPUs
 */
public record SweepPlan(
    Cluster cluster,
    int parallel,
    List<PlannedRun> runs,
    StartOptions options,
    List<String> problems,
    Optional<GpuFit> gpus) {
  public SweepPlan {
    runs = List.copyOf(runs);
    problems = List.copyOf(problems);
  }

  /** The runs in the order in which they start. */
  public List<RunSettings> order() {
    return runs.stream().map(PlannedRun::settings).toList();
  }

  /** The slots that the widest of the runs needs at the same time, at least 1. */
  public int mostWorkers() {
    return runs.stream().mapToInt(run -> run.settings().workers()).max().orElse(1);
  }

  /**
   * Refuses a plan that cannot work.
   *
   * @throws UsageException with all reasons
   */
  public void requireFit() {
    if (!problems.isEmpty()) {
      throw new UsageException(
          "the sweep does not fit%n  %s%n%s"
              .formatted(
                  String.join(System.lineSeparator() + "  ", problems),
                  "sweep.check = warn starts it nevertheless"));
    }
  }

  /**
   * How many runs may compute at the same time when executors have come or gone.
   *
   * @param slots of all executors together
   * @return at least 1; not more than the driver's heap holds, unless this plan has more already
   */
  public int parallelOn(int slots) {
    int wanted = Math.max(1, slots / mostWorkers());
    while (wanted > parallel && FitCheck.driverHeap(runs, wanted, cluster) > cluster.driverHeap()) {
      wanted--;
    }
    return wanted;
  }

  /** Seconds until the last run ends, if each starts as soon as another one has ended. */
  double seconds() {
    PriorityQueue<Double> ends = new PriorityQueue<>();
    double last = 0;
    for (PlannedRun run : runs) {
      double start = ends.size() < parallel ? 0 : ends.remove();
      double end = start + run.forecast().map(Forecast::seconds).orElse(0.0);
      ends.add(end);
      last = Math.max(last, end);
    }
    return last;
  }

  /** The plan as tables of at most 120 columns. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }
}
