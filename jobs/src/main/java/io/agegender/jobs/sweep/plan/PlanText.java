// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a plan as text of at most 120 columns. */
final class PlanText {
  private static final String NONE = "-";
  private static final String ROW = "%-10s %-6s %10s %9s %9s %9s %9s %9s %9s %7s %9s %5s %5s";

  private final StringBuilder text = new StringBuilder(4096);
  private final SweepPlan plan;

  private PlanText(SweepPlan plan) {
    this.plan = plan;
  }

  static String of(SweepPlan plan) {
    PlanText text = new PlanText(plan);
    text.summary();
    text.kinds();
    text.runs();
    text.options();
    text.problems();
    return text.text.toString();
  }

  private void summary() {
    long over = plan.runs().stream().filter(r -> r.progress().isOver()).count();
    line(
        "%d runs, %d of them over, %d at a time on %d slots of %s",
        plan.runs().size(), over, plan.parallel(), plan.cluster().slots(), plan.cluster().master());
    if (plan.runs().stream().anyMatch(r -> r.forecast().isPresent())) {
      line("about %s in all, by a calibration on these machines", Units.time(plan.seconds()));
    } else {
      line(
          "no times: %s",
          plan.problems().isEmpty()
              ? "not calibrated, or nothing is left to do"
              : "it does not fit");
    }
    line("");
  }

  /** Runs of the same network, target and batch need the same. */
  private void kinds() {
    line(
        ROW,
        "one run of",
        "target",
        "parameters",
        "W x faces",
        "averaging",
        "driver's",
        "worker's",
        "native",
        "disk of",
        "step",
        "averaging",
        "of",
        "K for");
    line(ROW, "", "", "", "", "moves", "heap", "heap", "memory", "checkpts", "s", "s", "W", "95 %");
    Map<String, PlannedRun> kinds = new LinkedHashMap<>();
    for (PlannedRun run : plan.runs()) {
      RunSettings s = run.settings();
      kinds.putIfAbsent(
          s.name().architecture() + " " + s.name().target() + " " + s.rounds().minibatch(), run);
    }
    kinds.values().forEach(this::kind);
    line("");
    line(
        "parameters: counted; heaps: copies of parameters and momentum in a round; native: ND4J's memory, a measured");
    line(
        "table by network and batch; of W: what the workers achieve of W times one that never averages");
    line("");
  }

  private void kind(PlannedRun run) {
    RunSettings s = run.settings();
    ResourceEstimate estimate = run.estimate();
    boolean local = plan.cluster().isLocal();
    Optional<Forecast> f = run.forecast();
    line(
        ROW,
        s.name().architecture().title(),
        s.name().target().key(),
        String.valueOf(estimate.parameters()),
        s.workers() + " x " + s.rounds().minibatch(),
        Units.bytes(estimate.averaging()),
        Units.bytes(local ? estimate.localHeap() : estimate.driverHeap()),
        local ? NONE : Units.bytes(estimate.workerHeap()),
        Units.bytes(estimate.workerNative()),
        Units.bytes(estimate.checkpoints()),
        f.map(x -> number("%.3f", x.step())).orElse(NONE),
        f.map(x -> number("%.3f", x.cost().averaging())).orElse(NONE),
        f.map(x -> number("%.0f %%", 100 * x.efficiency())).orElse(NONE),
        f.map(x -> String.valueOf(x.stepsFor95())).orElse(NONE));
  }

  private void runs() {
    line("order  %-50s %-22s %12s %10s", "run", "state", "iterations", "time left");
    int number = 1;
    for (PlannedRun run : plan.runs()) {
      line(
          "%5d  %-50s %-22s %12d %10s",
          number++,
          run.settings().title(),
          run.progress().describe(),
          run.settings().iterations(),
          run.forecast().map(f -> Units.time(f.seconds())).orElse(NONE));
    }
    line("");
  }

  private void options() {
    line("start it on this machine (submit/agegender) with");
    plan.options().local().forEach(o -> line("  %s", o));
    line("and on a cluster, a worker in each executor, with");
    plan.options().cluster().forEach(o -> line("  --conf %s", o));
  }

  private void problems() {
    if (!plan.problems().isEmpty()) {
      line("");
      line("It does not fit:");
      plan.problems().forEach(p -> line("  %s", p));
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
