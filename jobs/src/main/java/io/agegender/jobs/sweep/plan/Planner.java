// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.train.RoundTrial;
import io.agegender.jobs.train.RunKeys;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.definition.Architecture;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunSettings;
import io.agegender.score.Protocol;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans a sweep on a running Spark.
 *
 * @param progress shows how far the calibration is
 */
public record Planner(JavaSparkContext spark, Places places, Progress.Factory progress) {
  private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

  /** Where a sweep reads and writes. */
  public record Places(Path dataset, Path runs, PretrainedSettings start) {}

  /**
   * What is planned.
   *
   * @param runs in the order in which they start
   * @param parallelRuns at the same time; 0: as many as the slots hold
   * @param threads of one worker
   * @param keep checkpoints of each run that stay, the newest and the best
   * @param cropsOfAFace that scoring shows to the network
   * @param missingClasses what becomes of a run that cannot learn a class
   */
  public record Request(
      List<RunSettings> runs,
      int parallelRuns,
      int threads,
      int keep,
      int cropsOfAFace,
      MissingClasses missingClasses) {}

  /** Plans without training anything: no times. */
  public SweepPlan plan(Request request) {
    return plan(
        request,
        GivenGpus.NONE,
        Map.of(),
        Dataset.open(places.dataset(), spark.hadoopConfiguration()));
  }

  /** Plans after a few real rounds of each network, unless the plan does not fit anyway. */
  public SweepPlan calibrated(Request request, CalibrationSettings calibration) {
    Dataset data = Dataset.open(places.dataset(), spark.hadoopConfiguration());
    if (calibration.gpus().isGiven()) {
      return plan(request, calibration.gpus(), calibration.gpus().costs(), data);
    }
    SweepPlan uncalibrated = plan(request, GivenGpus.NONE, Map.of(), data);
    if (calibration.steps() == 0 || !uncalibrated.problems().isEmpty()) {
      return uncalibrated;
    }
    CalibrationSettings trials =
        uncalibrated.gpus().isPresent() ? calibration.onDevice() : calibration;
    return plan(request, GivenGpus.NONE, costs(uncalibrated, trials), data);
  }

  private Map<Architecture, RoundCost> costs(SweepPlan plan, CalibrationSettings calibration) {
    Map<Architecture, RunSettings> kinds = new TreeMap<>();
    for (PlannedRun run : plan.runs()) {
      if (!run.progress().isOver()) {
        kinds.putIfAbsent(run.settings().name().architecture(), run.settings());
      }
    }
    Map<Architecture, RoundCost> costs = new TreeMap<>();
    try (Progress bar = progress.start("calibration", kinds.size(), "networks")) {
      kinds.forEach(
          (architecture, run) -> {
            bar.at(costs.size(), architecture.title());
            costs.put(
                architecture,
                RoundCost.of(
                    RoundTrial.of(
                        spark,
                        places.dataset(),
                        run,
                        calibration.steps(),
                        calibration.minibatches(run.rounds().minibatch()))));
          });
      bar.at(costs.size(), "");
    }
    return costs;
  }

  private SweepPlan plan(
      Request request, GivenGpus given, Map<Architecture, RoundCost> costs, Dataset data) {
    Cluster found = Cluster.of(spark);
    Optional<GpuFit> gpus = GpuFit.of(spark, given, found.slots());
    Cluster cluster =
        given.isGiven() ? Cluster.given(given.count(), gpus.orElseThrow().together()) : found;
    Engine engine = Engine.of(spark.getConf());
    List<String> problems = new ArrayList<>();
    Map<String, RunProgress> known = known();
    RunKeys keys = new RunKeys(data.manifest().sha256(), places.start(), spark);
    List<PlannedRun> planned = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>();
    for (RunSettings run : request.runs()) {
      RunProgress progress = RunProgress.WAITING;
      try {
        progress = known.getOrDefault(keys.of(run), RunProgress.WAITING);
      } catch (UsageException e) {
        missing.add(e.getMessage());
      }
      RunProgress at = progress;
      planned.add(
          new PlannedRun(
              run,
              ResourceEstimate.of(run, request.keep()),
              at,
              Optional.ofNullable(costs.get(run.name().architecture()))
                  .map(
                      cost ->
                          Forecast.of(
                              run, engine.rounds(run), cost, at, crops(data, run, request)))));
    }
    problems.addAll(missing);
    problems.addAll(folds(request, data));
    problems.addAll(
        request
            .missingClasses()
            .problems(
                planned.stream()
                    .filter(run -> !run.progress().isOver())
                    .map(PlannedRun::settings)
                    .toList(),
                data));
    int parallel = parallel(request, cluster);
    problems.addAll(FitCheck.problems(planned, parallel, cluster, freeDisk()));
    gpus.ifPresent(fit -> problems.addAll(fit.problems(planned)));
    return new SweepPlan(
        cluster,
        parallel,
        planned,
        StartOptions.of(planned, parallel, cluster, request.threads()),
        problems,
        gpus);
  }

  private static int parallel(Request request, Cluster cluster) {
    int workers = request.runs().stream().mapToInt(RunSettings::workers).max().orElse(1);
    return request.parallelRuns() > 0
        ? request.parallelRuns()
        : Math.max(1, cluster.slots() / workers);
  }

  private Map<String, RunProgress> known() {
    Map<String, RunProgress> known = new HashMap<>();
    for (Path folder : RunDirectory.folders(places.runs(), spark.hadoopConfiguration())) {
      try {
        RunDirectory run = RunDirectory.open(folder, spark.hadoopConfiguration());
        known.put(run.run().key(), RunProgress.of(run));
      } catch (UsageException | FailedException e) {
        LOG.warn("a damaged run is not in the plan: {}", e.getMessage());
      }
    }
    return known;
  }

  private static List<String> folds(Request request, Dataset data) {
    return request.runs().stream()
        .map(RunSettings::testFold)
        .distinct()
        .filter(fold -> !data.folds().contains(fold))
        .map(
            fold ->
                "sweep.test-folds names %d, the dataset %s has the test folds %s"
                    .formatted(fold, data.root(), data.folds()))
        .toList();
  }

  private static long crops(Dataset data, RunSettings run, Request request) {
    return (long) request.cropsOfAFace()
        * data.split(
                run.name().target(),
                Protocol.testAlignment(run.name().alignment()),
                run.testFold(),
                Subset.TEST)
            .size();
  }

  /** Bytes that are left where the runs are, or will be. */
  private long freeDisk() {
    return FileStore.of(places.runs(), spark.hadoopConfiguration()).freeBytes();
  }
}
