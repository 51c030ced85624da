// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.adience.FaceOrigin;
import io.agegender.dataset.format.Manifest;
import io.agegender.foundation.build.Build;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.Machine;
import io.agegender.run.RunJson;
import io.agegender.run.RunSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/** Where a result came from: code, libraries, machine, cluster. */
final class Provenance {
  private Provenance() {}

  /**
   * The key of a run on an engine, for ND4J on this program's backend. The GPU's model and its
   * libraries are not in it, as the instruction set that oneDNN finds is not, although bits depend
   * on it: it would make every finished run of a folder another one as soon as a sweep is started
   * from another machine. A run notes it when it begins instead, and executors with another one
   * refuse to resume it.
   */
  static String key(
      RunSettings settings, String datasetSha256, Optional<String> startSha256, Engine engine) {
    if (engine.key().isPresent()) {
      // The driver's threads and ND4J compute nothing of it.
      return RunJson.key(settings.withThreads(1), datasetSha256, startSha256, engine.key().get());
    }
    Map<String, String> build = Build.facts();
    // ND4J's own kernels give the same bits in the AVX2 and the AVX-512 build; plain and oneDNN
    // builds differ.
    String family = build.get("nd4j.classifier").replace("avx512", "avx2");
    return RunJson.key(
        settings, datasetSha256, startSha256, build.get("nd4j.artifact") + " " + family);
  }

  /**
   * Everything that may explain a difference between two runs, by name. What is said of machine and
   * JVM is of an executor, which is asked.
   */
  static Map<String, String> collect(
      JavaSparkContext spark, Manifest dataset, Optional<String> startSha256) {
    Map<String, String> facts = new TreeMap<>(Build.facts());
    facts.putAll(spark.parallelize(List.of(0), 1).map(zero -> Machine.facts()).first());
    facts.put("spark", spark.version());
    facts.put("spark.master", spark.master());
    facts.put("spark.application", spark.sc().applicationId());
    facts.put("spark.slots", String.valueOf(spark.defaultParallelism()));
    for (String name :
        List.of("spark.executor.cores", "spark.executor.memory", "spark.task.cpus")) {
      if (spark.getConf().contains(name)) {
        facts.put(name, spark.getConf().get(name));
      }
    }
    facts.put("driver.host", spark.getConf().get("spark.driver.host", "unknown"));
    FaceOrigin.of(FaceOrigin.KEY, dataset.recipe().settings()).note(FaceOrigin.OF_DATASET, facts);
    startSha256.ifPresent(sha -> facts.put("start-weights.sha256", sha));
    return facts;
  }
}
