// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep;

import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.config.UserPath;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.sweep.plan.FitPolicy;
import io.agegender.jobs.sweep.plan.MissingClasses;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.network.definition.Initialisation;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The section {@code sweep} of the configuration: a selection of the configurations and five folds.
 *
 * @param runs the configurations, in the order of their names
 * @param definitions folders of Caffe's definitions, trained beside them
 * @param testFolds the folds, ascending
 * @param parallelRuns how many train at the same time; 0: as many as the slots hold
 * @param stallTimeout a run without progress for so long is ended
 * @param retries how often a run that failed for a reason that may pass is tried again
 * @param check what happens if it does not fit the machines
 * @param missingClasses what happens to a run if a class has no face to train on
 */
public record SweepSettings(
    List<RunName> runs,
    List<DefinitionFolder> definitions,
    List<Integer> testFolds,
    int parallelRuns,
    Duration stallTimeout,
    int retries,
    FitPolicy check,
    MissingClasses missingClasses) {
  public SweepSettings {
    runs = List.copyOf(runs);
    definitions = List.copyOf(definitions);
    testFolds = List.copyOf(testFolds);
  }

  /**
   * @throws UsageException if a list has an unknown value, or nothing is left
   */
  public static SweepSettings read(SettingsReader settings) {
    SettingsReader sweep = settings.section("sweep");
    List<String> targets = keys(sweep, "targets", n -> n.target().key());
    List<String> initialisations = keys(sweep, "initialisations", n -> n.initialisation().key());
    List<String> architectures = keys(sweep, "architectures", n -> n.architecture().key());
    List<String> alignments = keys(sweep, "alignments", n -> n.alignment().key());
    List<RunName> runs =
        known()
            .filter(n -> targets.contains(n.target().key()))
            .filter(n -> initialisations.contains(n.initialisation().key()))
            .filter(n -> architectures.contains(n.architecture().key()))
            .filter(n -> alignments.contains(n.alignment().key()))
            .toList();
    List<DefinitionFolder> definitions =
        sweep.list(
            "definitions",
            folder ->
                DefinitionFolder.read(
                    FileStore.of(UserPath.of(folder), FileSystemSettings.now()), Optional.empty()));
    if (runs.isEmpty() && definitions.isEmpty()) {
      throw new UsageException(
          "the selection of section sweep leaves none of the %d configurations: targets %s, initialisations %s, architectures %s, alignments %s"
              .formatted(
                  RunName.all().size(), targets, initialisations, architectures, alignments));
    }
    List<Integer> folds = sweep.wholes("test-folds", 0, 4).stream().distinct().sorted().toList();
    sweep.require(!folds.isEmpty(), "test-folds", "some of 0 to 4");
    return new SweepSettings(
        runs,
        definitions,
        folds,
        sweep.atLeast("parallel-runs", 0),
        sweep.duration("stall-timeout"),
        sweep.atLeast("retries", 0),
        sweep.choice(FitPolicy.class, "check"),
        MissingClasses.read(settings));
  }

  /**
   * The runs of this selection, fold by fold; one that is in it twice is trained once.
   *
   * @throws UsageException with all problems of a folder of definitions; if the batch of a run
   *     cannot be split, or two different runs have the same name and fold
   */
  public List<RunSettings> runs(TrainSettings settings) {
    Map<String, RunSettings> byTitle = new LinkedHashMap<>();
    for (int fold : testFolds) {
      Stream.concat(
              runs.stream().map(name -> settings.forRun(name, fold)),
              definitions.stream().map(folder -> settings.forDefinition(folder, fold)))
          .forEach(
              run -> {
                RunSettings other = byTitle.putIfAbsent(run.title(), run);
                if (other != null && !other.equals(run)) {
                  throw new UsageException(
                      "sweep.definitions: two different runs are named %s; rename a folder, or leave the built-in configuration out of section sweep"
                          .formatted(run.title()));
                }
              });
    }
    return List.copyOf(byTitle.values());
  }

  /** Whether some of the runs start from another one's weights, and are named so. */
  public boolean startsFromRun() {
    return runs.stream().anyMatch(run -> run.initialisation() == Initialisation.START_FROM);
  }

  /** The configurations of the comparison, and those of the initialisation start-from. */
  private static Stream<RunName> known() {
    return Stream.concat(RunName.all().stream(), RunName.startingFromRuns().stream());
  }

  private static List<String> keys(
      SettingsReader sweep, String list, Function<RunName, String> key) {
    List<String> known = known().map(key).distinct().sorted().toList();
    return sweep.list(
        list,
        text -> {
          if (known.contains(text)) {
            return text;
          }
          throw new UsageException(
              "unknown value '%s'%s; use some of %s"
                  .formatted(text, Suggestion.didYouMean(text, known), String.join(", ", known)));
        });
  }
}
