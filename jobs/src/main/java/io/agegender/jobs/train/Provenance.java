package io.agegender.jobs.train;

import io.agegender.jobs.Build;
import io.agegender.run.RunJson;
import io.agegender.run.RunSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.nd4j.linalg.factory.Nd4j;

/** Where a result came from: code, libraries, machine. */
final class Provenance {
  private Provenance() {}

  /** The key of a run on this program's ND4J backend. */
  static String key(RunSettings settings, String datasetSha256, Optional<String> startSha256) {
    Map<String, String> build = Build.facts();
    // The bits of the AVX2 and AVX-512 builds are the same; plain and oneDNN builds differ.
    String family = build.get("nd4j.classifier").replace("avx512", "avx2");
    return RunJson.key(
        settings, datasetSha256, startSha256, build.get("nd4j.artifact") + " " + family);
  }

  /** Everything that may explain a difference between two runs, by name. */
  static Map<String, String> collect(
      SparkContext spark, RunSettings settings, Optional<String> startSha256) {
    Map<String, String> facts = new TreeMap<>(Build.facts());
    Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("spark", spark.version());
    facts.put("spark.master", spark.master());
    facts.put("nd4j.backend", Nd4j.getBackend().getClass().getSimpleName());
    facts.put("nd4j.blas", String.valueOf(nd4j.get("blas.vendor")));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("threads", String.valueOf(settings.threads()));
    startSha256.ifPresent(sha -> facts.put("start-weights.sha256", sha));
    return facts;
  }
}
