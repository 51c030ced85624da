// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.provider.DeviceBytes;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.jobs.spark.Engine;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.run.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What runs find on the GPUs of a sweep.
 *
 * @param count GPUs that compute at the same time
 * @param bytes of one GPU that are free
 * @param together runs that share one GPU, at least 1
 * @param given whether the GPUs are assumed, not there
 */
record GpuFit(int count, long bytes, int together, boolean given) {
  private static final String SHARE = "spark.task.resource.gpu.amount";

  /** Looks at a GPU of an executor, or takes what is given; empty where no GPU computes. */
  static Optional<GpuFit> of(JavaSparkContext spark, GivenGpus given, int slots) {
    double share = spark.getConf().getDouble(SHARE, 1);
    int together = Math.max(1, (int) Math.floor(1 / share));
    if (given.isGiven()) {
      return Optional.of(new GpuFit(given.count(), given.memory(), together, true));
    }
    Engine engine = Engine.of(spark.getConf());
    if (!engine.needsGpu()) {
      return Optional.empty();
    }
    long free = spark.parallelize(List.of(0), 1).map(zero -> freeBytes(engine)).first().longValue();
    return Optional.of(new GpuFit(Math.max(1, slots / together), free, together, false));
  }

  private static long freeBytes(Engine engine) {
    try (EngineDevice device = engine.openInTask()) {
      return device.freeBytes();
    }
  }

  /** Memory of one GPU that training a run takes, libraries included. */
  static long needed(RunSettings run) {
    return DeviceBytes.LIBRARIES
        + DeviceBytes.of(NetworkPlan.of(run.name().network()), run.rounds().minibatch());
  }

  /** The reasons why runs do not fit, by network and batch. */
  List<String> problems(List<PlannedRun> runs) {
    Stream<PlannedRun> left = runs.stream().filter(run -> !run.progress().isOver());
    List<String> problems = new ArrayList<>();
    for (PlannedRun kind : PlannedRun.kinds(left, PlannedRun::networkAndMinibatch)) {
      RunSettings run = kind.settings();
      long share = bytes / together;
      if (needed(run) > share) {
        ResolvedNetwork network = run.name().network();
        problems.add(
            "a GPU has %s free for each of %d runs, %s with %d faces a step takes %s: at most %d faces fit; lower schedules.*.batch-size, raise %s so that fewer share a GPU, or end what else runs there"
                .formatted(
                    Units.bytes(share),
                    together,
                    run.title(),
                    run.rounds().minibatch(),
                    Units.bytes(needed(run)),
                    DeviceBytes.largestBatch(NetworkPlan.of(network), share),
                    SHARE));
      }
    }
    return problems;
  }
}
