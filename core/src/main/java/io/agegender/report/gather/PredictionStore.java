// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.report.CellKey;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.PredictionsHeader;
import io.agegender.score.metrics.Metrics;
import io.agegender.score.metrics.Names;
import io.agegender.score.metrics.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes of every predictions file of a report, checked against each other: 10 bytes for each
 * row and crop mode stay in memory, the probabilities do not.
 */
final class PredictionStore {
  private static final Logger LOG = LoggerFactory.getLogger(PredictionStore.class);

  private final Names names = new Names();
  private final Map<PredictionsHeader.Key, Path> seen = new HashMap<>();
  private final Map<CellKey, Map<Integer, NavigableMap<Long, Outcomes>>> tests = new HashMap<>();
  private final Map<Validation, NavigableMap<Long, Double>> validations = new HashMap<>();
  private final List<RunResult> runs = new ArrayList<>();
  private String dataset = "";
  private Path datasetPath;

  /** Reads every file of every run; a run with a damaged one is left out. */
  static PredictionStore read(
      List<RunResult> runs, Configuration configuration, Progress.Factory progress) {
    PredictionStore store = new PredictionStore();
    long total = runs.stream().mapToLong(run -> run.predictions().size()).sum();
    try (Progress reading = progress.start("gather predictions", total, "files")) {
      long done = 0;
      for (RunResult run : runs) {
        store.runs.add(store.add(run, configuration));
        done += run.predictions().size();
        reading.at(done, run.title());
      }
    }
    return store;
  }

  /** The run as it was, or damaged. */
  private RunResult add(RunResult run, Configuration configuration) {
    Map<Path, PredictionSet> sets = new LinkedHashMap<>();
    for (Path path : run.predictions()) {
      try {
        sets.put(path, PredictionsFile.read(path, configuration));
      } catch (UsageException e) {
        LOG.warn("a run is listed without figures: {}", e.getMessage());
        return run.damaged(e.getMessage());
      }
    }
    sets.forEach((path, set) -> add(run, path, set));
    return run;
  }

  private void add(RunResult run, Path path, PredictionSet set) {
    PredictionsHeader header = set.header();
    if (!header.run().equals(run.run()) || header.testFold() != run.testFold()) {
      throw new UsageException(
          "%s: predictions of %s, found with %s; move them to their run or score it again"
              .formatted(path, header, run.title()));
    }
    checkDataset(path, header);
    Path other = seen.putIfAbsent(header.key(), path);
    if (other != null) {
      throw new UsageException(
          "%s and %s are the same test scored twice (%s); remove one of them"
              .formatted(other, path, header));
    }
    set.predictions()
        .forEach(
            (mode, predictions) -> {
              Outcomes outcomes = Outcomes.of(header.run().classes(), predictions, names);
              int fold = header.testFold();
              if (header.subset() == Subset.TEST) {
                CellKey cell = new CellKey(header.run(), header.testAlignment(), mode);
                tests
                    .computeIfAbsent(cell, c -> new HashMap<>())
                    .computeIfAbsent(fold, f -> new TreeMap<>())
                    .put(header.iteration(), outcomes);
              } else if (header.subset() == Subset.VAL) {
                validations
                    .computeIfAbsent(new Validation(header.run(), mode, fold), v -> new TreeMap<>())
                    .put(header.iteration(), Metrics.of(outcomes.confusion()).accuracy());
              } else {
                throw new UsageException(
                    "%s: predictions of the list %s; a report is made of test and val"
                        .formatted(path, header.subset().key()));
              }
            });
  }

  private void checkDataset(Path path, PredictionsHeader header) {
    if (datasetPath == null) {
      dataset = header.dataset();
      datasetPath = path;
    } else if (!dataset.equals(header.dataset())) {
      throw new UsageException(
          ("%s: predictions of the dataset %s, but %s is of the dataset %s;"
                  + " a report cannot mix datasets: score one of them again")
              .formatted(path, header.dataset(), datasetPath, dataset));
    }
  }

  /** The runs, in their order; those with a damaged file are damaged. */
  List<RunResult> runs() {
    return Collections.unmodifiableList(runs);
  }

  /** SHA-256 of the one dataset; empty if there are no predictions. */
  String dataset() {
    return dataset;
  }

  /** The cells that have test predictions. */
  Set<CellKey> cells() {
    return Collections.unmodifiableSet(tests.keySet());
  }

  /** The test outcomes of a fold by iteration. */
  NavigableMap<Long, Outcomes> tests(CellKey cell, int fold) {
    return tests.getOrDefault(cell, Map.of()).getOrDefault(fold, Collections.emptyNavigableMap());
  }

  /**
   * The validation accuracy of a fold by iteration, as far as it was scored: with the same crops,
   * or else with the first crops there are, since any will do to choose a snapshot by.
   */
  NavigableMap<Long, Double> validations(RunName run, CropMode mode, int fold) {
    return Stream.concat(Stream.of(mode), Arrays.stream(CropMode.values()))
        .map(m -> validations.get(new Validation(run, m, fold)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(Collections::emptyNavigableMap);
  }

  private record Validation(RunName run, CropMode mode, int fold) {}
}
