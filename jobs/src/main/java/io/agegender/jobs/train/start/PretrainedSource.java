// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train.start;

import io.agegender.caffe.LoadReport;
import io.agegender.caffe.PretrainedFolder;
import io.agegender.caffe.PretrainedWeights;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.Networks;
import io.agegender.network.definition.Initialisation;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What runs start from besides their fillers: another run, or published models where the name of a
 * configuration says so. Thread-safe.
 */
public final class PretrainedSource {
  /** The fact that names the run that a run starts from. */
  public static final String RUN = "start-weights.run";

  /** The fact that names what that run started from, and so on. */
  public static final String CHAIN = "start-weights.chain";

  private static final String SHA256 = "start-weights.sha256";

  private final PretrainedSettings settings;
  private final PretrainedFolder folder;
  private final Configuration hadoop;

  /** Opens nothing yet. */
  public PretrainedSource(PretrainedSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.folder = new PretrainedFolder(settings.models(), hadoop);
    this.hadoop = hadoop;
  }

  /**
   * The run that a configuration starts from.
   *
   * @throws UsageException if its name says that it starts from one, and none is given
   */
  public Optional<RunDirectory> run(RunName name) {
    boolean named = name.initialisation() == Initialisation.START_FROM;
    if (named && settings.run().isEmpty()) {
      throw new UsageException(
          "%s starts from another run's weights, but pretrained.run is empty: set it to the run's folder, or give train --start-from"
              .formatted(name));
    }
    return named || !settings.onlyNamed()
        ? settings.run().map(path -> RunDirectory.open(path, hadoop))
        : Optional.empty();
  }

  /**
   * The identity of what a run starts from.
   *
   * @throws UsageException if it is missing, or of another architecture
   */
  public Optional<String> sha256(RunName name) {
    Optional<RunDirectory> found = run(name);
    if (found.isEmpty()) {
      return folder.sha256(name.initialisation(), name.architecture());
    }
    RunDirectory run = found.get();
    if (!run.run().settings().name().architecture().equals(name.architecture())) {
      throw new UsageException(
          "%s is %s, so %s cannot start from it; name a run of the same architecture"
              .formatted(run.path(), run.run().settings().name().architecture().key(), name));
    }
    return Optional.of(run.checkpoints().parameters(newest(run)).sha256());
  }

  private static int newest(RunDirectory run) {
    List<Integer> iterations = run.checkpoints().iterations();
    if (iterations.isEmpty()) {
      throw new UsageException(
          "%s has no checkpoint, so nothing can start from it; train it first"
              .formatted(run.path()));
    }
    return iterations.get(iterations.size() - 1);
  }

  /** Copies weights into a network that its fillers have set; empty for a run from scratch. */
  public Optional<LoadReport> load(RunName name, ComputationGraph network) {
    Optional<RunDirectory> found = run(name);
    if (found.isEmpty()) {
      return folder.load(name.initialisation(), name.architecture(), network);
    }
    RunDirectory run = found.get();
    RunSettings before = run.run().settings();
    ComputationGraph trained =
        Networks.create(
            before.name().architecture(),
            before.name().classes().count(),
            before.solver(),
            before.seed());
    try {
      run.checkpoints().parameters(newest(run)).copyTo(trained.params());
      return Optional.of(
          PretrainedWeights.copy(
              run.path().toString(), trained, network, otherHeads(before.name(), name)));
    } finally {
      trained.close();
    }
  }

  /** Heads whose classes mean something else now, although they may be as many. */
  private static Set<String> otherHeads(RunName before, RunName now) {
    return before.classes().equals(now.classes()) ? Set.of() : now.network().classifiers();
  }

  /** Where the weights come from, link by link, for a run's provenance. */
  public Map<String, String> facts(RunName name) {
    Map<String, String> facts = new TreeMap<>();
    run(name)
        .ifPresent(
            run -> {
              Map<String, String> before = run.run().provenance();
              facts.put(RUN, run.path().toString());
              String own =
                  "%s, iteration %d of the dataset %s"
                      .formatted(
                          run.run().settings().title(), newest(run), run.run().datasetSha256());
              String rest =
                  before.containsKey(CHAIN)
                      ? before.get(CHAIN)
                      : before.containsKey(SHA256)
                          ? "weights sha256 " + before.get(SHA256)
                          : "fillers";
              facts.put(CHAIN, own + " <- " + rest);
            });
    return facts;
  }
}
