// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.engine.provider.DeviceBytes;
import io.agegender.run.RunSettings;
import java.util.Locale;
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
    text.gpus();
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
      boolean given = plan.gpus().map(GpuFit::given).orElse(false);
      line(
          "about %s in all, %s",
          Units.time(plan.seconds()),
          given ? "an ESTIMATE from the rates of gpu.plan" : "by a calibration on these machines");
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
    PlannedRun.kinds(
            plan.runs().stream(),
            run -> run.name().target() + " " + PlannedRun.networkAndMinibatch(run))
        .forEach(this::kind);
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

  private void gpus() {
    if (plan.gpus().isEmpty()) {
      return;
    }
    GpuFit fit = plan.gpus().get();
    line(
        "%d GPUs of %s%s, %d runs on each; memory is counted, %s of it estimated for the libraries",
        fit.count(),
        Units.bytes(fit.bytes()),
        fit.given() ? " (given, not looked at)" : "",
        fit.together(),
        Units.bytes(DeviceBytes.LIBRARIES));
    line("%-10s %10s %12s %10s %10s", "one run of", "faces", "GPU memory", "images/s", "steps/s");
    PlannedRun.kinds(plan.runs().stream(), PlannedRun::networkAndMinibatch).forEach(this::gpu);
    if (plan.runs().stream().anyMatch(run -> run.settings().workers() > 1)) {
      line(
          "several workers a run average: take train.workers = 1, a run on each GPU, or an averaging-frequency of K for 95 %%");
    } else {
      line("one GPU a run: nothing is averaged; rounds are as long as the checkpoint interval");
    }
    line("");
  }

  private void gpu(PlannedRun run) {
    RunSettings s = run.settings();
    int faces = s.rounds().minibatch();
    line(
        "%-10s %10d %12s %10s %10s",
        s.name().architecture().title(),
        faces,
        Units.bytes(GpuFit.needed(s)),
        run.forecast().map(f -> number("%.0f", faces / f.step())).orElse(NONE),
        run.forecast().map(f -> number("%.1f", 1 / f.step())).orElse(NONE));
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
