// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.jobs.train.heap.HeapNeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Finds the reasons why a plan cannot work. */
final class FitCheck {
  private final List<PlannedRun> runs;
  private final int parallel;
  private final Cluster cluster;
  private final List<String> problems = new ArrayList<>();

  private FitCheck(List<PlannedRun> runs, int parallel, Cluster cluster) {
    this.runs = runs.stream().filter(r -> !r.progress().isOver()).toList();
    this.parallel = parallel;
    this.cluster = cluster;
  }

  /**
   * All reasons at once.
   *
   * @param freeDisk bytes that the runs' file system has left
   */
  static List<String> problems(
      List<PlannedRun> runs, int parallel, Cluster cluster, long freeDisk) {
    FitCheck check = new FitCheck(runs, parallel, cluster);
    if (!check.runs.isEmpty()) {
      check.slots();
      check.driver();
      check.executors();
      check.disk(freeDisk);
    }
    return check.problems;
  }

  /**
   * Java heap that the driver needs: the largest runs that can compute at the same time, in local
   * mode their workers, and one that prepares or saves, with half of what a computing one has.
   */
  static long driverHeap(List<PlannedRun> runs, int parallel, Cluster cluster) {
    ToLongFunction<PlannedRun> share =
        run -> cluster.isLocal() ? run.estimate().localHeap() : run.estimate().driverHeap();
    List<PlannedRun> left = runs.stream().filter(r -> !r.progress().isOver()).toList();
    long computing =
        left.stream()
            .map(share::applyAsLong)
            .sorted(Comparator.reverseOrder())
            .limit(parallel)
            .mapToLong(Long::longValue)
            .sum();
    long spare =
        left.size() <= parallel
            ? 0
            : left.stream().mapToLong(r -> r.estimate().driverHeap() / 2).max().orElse(0);
    return HeapNeed.PROCESS + computing + spare;
  }

  private void slots() {
    int workers = runs.stream().mapToInt(run -> run.settings().workers()).max().orElseThrow();
    if (workers > cluster.slots()) {
      problems.add(
          ("train.workers = %d, but %s runs %d tasks at the same time: lower train.workers, or give it"
                  + " more executors, or more cores than spark.task.cpus takes")
              .formatted(workers, cluster.master(), cluster.slots()));
    }
  }

  private void driver() {
    long needed = driverHeap(runs, parallel, cluster);
    if (needed > cluster.driverHeap()) {
      problems.add(
          ("the driver's Java heap is %s, %d runs at a time need %s (the largest is %s): set"
                  + " AGEGENDER_DRIVER_MEMORY=%s, or lower sweep.parallel-runs")
              .formatted(
                  Units.bytes(cluster.driverHeap()),
                  Math.min(parallel, runs.size()),
                  Units.bytes(needed),
                  largest(r -> r.estimate().localHeap()).settings().title(),
                  StartOptions.of(runs, parallel, cluster, 1).local().get(0).split("=", 2)[1]));
    }
  }

  private void executors() {
    PlannedRun run = largest(r -> together(r) * r.estimate().workerNative());
    long together = together(run);
    long beside = together * run.estimate().workerNative();
    if (cluster.isLocal()) {
      long whole = driverHeap(runs, parallel, cluster) + beside;
      if (cluster.processLimit() > 0 && whole > cluster.processLimit()) {
        problems.add(
            ("this process may have %s, Java heap and ND4J together; %d workers of %s need %s: take a"
                    + " larger machine, a smaller batch, fewer slots (--master local[1]), or raise"
                    + " AGEGENDER_NATIVE_MEMORY if the machine has more")
                .formatted(
                    Units.bytes(cluster.processLimit()),
                    together,
                    run.settings().title(),
                    Units.bytes(whole)));
      }
      return;
    }
    PlannedRun heaviest = largest(r -> together(r) * r.estimate().workerHeap());
    long heap = HeapNeed.PROCESS + together(heaviest) * heaviest.estimate().workerHeap();
    if (heap > cluster.executorHeap()) {
      problems.add(
          ("an executor's Java heap is %s (spark.executor.memory), %d workers of %s in it need %s: set"
                  + " spark.executor.memory, or spark.task.cpus so that fewer share it")
              .formatted(
                  Units.bytes(cluster.executorHeap()),
                  together(heaviest),
                  heaviest.settings().title(),
                  Units.bytes(heap)));
    }
    if (cluster.boundsExecutors() && beside > cluster.executorOverhead()) {
      problems.add(
          ("an executor may take %s beside its heap (spark.executor.memoryOverhead), %d workers of %s"
                  + " take %s there: the manager would end it; raise it")
              .formatted(
                  Units.bytes(cluster.executorOverhead()),
                  together,
                  run.settings().title(),
                  Units.bytes(beside)));
    }
    results();
  }

  /** Workers of a run, and of others like it, in one executor. */
  private long together(PlannedRun run) {
    return Math.min(cluster.slotsOfExecutor(), parallel * run.settings().workers());
  }

  private void results() {
    PlannedRun run = largest(r -> r.estimate().largestResult());
    long result = run.estimate().largestResult();
    if (cluster.maxResultSize() > 0 && result > cluster.maxResultSize()) {
      problems.add(
          "spark.driver.maxResultSize is %s, a round of %s brings %s to the driver: raise it"
              .formatted(
                  Units.bytes(cluster.maxResultSize()),
                  run.settings().title(),
                  Units.bytes(result)));
    }
  }

  private void disk(long free) {
    long needed = runs.stream().mapToLong(PlannedRun::diskLeft).sum();
    if (needed > free) {
      problems.add(
          ("the folder of the runs has %s left, the checkpoints of %d runs take %s more: make room, or"
                  + " lower train.keep-checkpoints or train.keep-best")
              .formatted(Units.bytes(free), runs.size(), Units.bytes(needed)));
    }
  }

  private PlannedRun largest(ToLongFunction<PlannedRun> size) {
    Optional<PlannedRun> largest = runs.stream().max(Comparator.comparingLong(size));
    return largest.orElseThrow();
  }
}
