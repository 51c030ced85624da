// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.reproduce;

import io.agegender.dataset.Dataset;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.start.PretrainedSource;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Finds out, before anything is trained, why a run cannot be made again here. */
final class Preconditions {
  private Preconditions() {}

  /** Each with what to do about it. */
  static List<String> of(
      RunRecord run,
      ReproductionScope scope,
      Path dataset,
      PretrainedSource start,
      Engine engine,
      Configuration hadoop) {
    if (run.provenance().containsKey("caffemodel")) {
      return List.of(
          "it was not trained here: it is the Caffe model %s. Score it again to compare predictions"
              .formatted(run.provenance().get("caffemodel")));
    }
    List<String> found = new ArrayList<>();
    if (scope.iterations() == 0) {
      found.add(
          "nothing to compare with: neither a checkpoint nor the losses of these rounds are kept."
              + " Give more --rounds, or none for all");
    }
    engine(run, engine).ifPresent(found::add);
    if (engine.isNd4j()) {
      threads(run.settings()).ifPresent(found::add);
    }
    dataset(run, dataset, hadoop).ifPresent(found::add);
    start(run, start).ifPresent(found::add);
    return found;
  }

  private static Optional<String> engine(RunRecord run, Engine here) {
    String before = run.provenance().getOrDefault("engine", "ND4J");
    String now = here.key().orElse("ND4J");
    return before.equals(now)
        ? Optional.empty()
        : Optional.of(
            "it was trained by %s, and this command trains by %s: start it again with the device, gpu.math and gpu.primitives of the run (effective.conf in its folder)"
                .formatted(before, now));
  }

  private static Optional<String> threads(RunSettings settings) {
    int here = Machine.threadsOfThisJvm();
    return settings.threads() == here
        ? Optional.empty()
        : Optional.of(
            ("threads differ: each worker of the run computed with %d, this JVM was started with %s=%d and"
                    + " would differ numerically. Start again with %s=%d")
                .formatted(
                    settings.threads(),
                    Machine.THREADS_VARIABLE,
                    here,
                    Machine.THREADS_VARIABLE,
                    settings.threads()));
  }

  private static Optional<String> dataset(RunRecord run, Path dataset, Configuration hadoop) {
    String now;
    try {
      now = Dataset.open(dataset, hadoop).manifest().sha256();
    } catch (UsageException e) {
      return Optional.of(
          "the dataset moved: %s. Give its place with --dataset; its manifest is %s"
              .formatted(e.getMessage(), run.datasetSha256()));
    }
    return now.equals(run.datasetSha256())
        ? Optional.empty()
        : Optional.of(
            ("the dataset changed: the run learnt from manifest %s, %s has %s."
                    + " Give the place of the old one with --dataset, or prepare it again")
                .formatted(run.datasetSha256(), dataset, now));
  }

  private static Optional<String> start(RunRecord run, PretrainedSource start) {
    Optional<String> before = Optional.ofNullable(run.provenance().get("start-weights.sha256"));
    Optional<String> now;
    try {
      now = start.sha256(run.settings().name());
    } catch (UsageException e) {
      return Optional.of("the pretrained weights are missing: " + e.getMessage());
    }
    return now.equals(before)
        ? Optional.empty()
        : Optional.of(
            "the pretrained weights changed: the run began from the file with SHA-256 %s, now it is %s"
                .formatted(before.orElse("(none)"), now.orElse("(none)")));
  }
}
