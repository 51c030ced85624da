// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.adience.FaceOrigin;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.report.CurvePoint;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a report needs of the runs in a folder. */
public final class RunFolder {
  /** Points of a learning curve: more than a plot has pixels for would only be slow. */
  private static final int CURVE_POINTS = 200;

  private static final Pattern FOLD = Pattern.compile("fold-([0-4])-");
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  private RunFolder() {}

  /**
   * Every run of a folder, whether it is finished or not; one that is damaged hides no other.
   *
   * @param runs the folder that training wrote to
   * @throws UsageException if there are no runs, or two of the same configuration and fold
   */
  public static List<RunResult> read(Path runs, Configuration configuration) {
    List<Path> folders = RunDirectory.folders(runs, configuration);
    if (folders.isEmpty()) {
      throw new UsageException(
          "%s holds no runs; name the folder that train or sweep wrote to".formatted(runs));
    }
    List<RunDirectory> whole = new ArrayList<>();
    List<RunResult> results = new ArrayList<>();
    for (Path folder : folders) {
      try {
        RunDirectory run = RunDirectory.open(folder, configuration);
        results.add(read(run));
        whole.add(run);
      } catch (UsageException | FailedException e) {
        LOG.warn("a damaged run is listed without figures: {}", e.getMessage());
        damaged(folder, e.getMessage()).ifPresent(results::add);
      }
    }
    refuseTwins(whole);
    // A damaged run may have been trained again beside what is left of it.
    results.removeIf(
        result ->
            result.outcome() == RunOutcome.DAMAGED
                && results.stream().filter(other -> other.title().equals(result.title())).count()
                    > 1);
    return List.copyOf(results);
  }

  /** What the folder's name tells of a run that cannot be read. */
  private static Optional<RunResult> damaged(Path folder, String reason) {
    Matcher fold = FOLD.matcher(folder.getName());
    Optional<RunName> name =
        RunName.all().stream()
            .filter(n -> n.toString().equals(folder.getParent().getName()))
            .findFirst();
    return name.isEmpty() || !fold.lookingAt()
        ? Optional.empty()
        : Optional.of(
            new RunResult(
                name.get(),
                Integer.parseInt(fold.group(1)),
                new RunResult.Ending(RunOutcome.DAMAGED, "damaged: " + reason),
                FaceOrigin.PHOTOGRAPHED,
                "unknown",
                0,
                List.of(),
                List.of()));
  }

  private static void refuseTwins(List<RunDirectory> directories) {
    Map<String, RunDirectory> seen = new HashMap<>();
    for (RunDirectory directory : directories) {
      RunDirectory other = seen.putIfAbsent(directory.run().settings().title(), directory);
      if (other != null) {
        throw new UsageException(
            ("%s and %s are both %s, with other settings or data; a table has room for one:"
                    + " move the other out of the folder")
                .formatted(other.path(), directory.path(), directory.run().settings().title()));
      }
    }
  }

  private static RunResult read(RunDirectory directory) {
    RunSettings settings = directory.run().settings();
    RunName name = settings.name();
    Optional<RunState> state = directory.state();
    return new RunResult(
        name,
        settings.testFold(),
        state
            .map(s -> new RunResult.Ending(outcome(s), reason(s, settings)))
            .orElse(new RunResult.Ending(RunOutcome.ABSENT, "not started")),
        FaceOrigin.of(FaceOrigin.OF_DATASET, directory.run().provenance()),
        settings.schedule(),
        state.map(RunState::iteration).orElse(0),
        directory.predictionFiles(),
        curve(directory.metrics().read(Integer.MAX_VALUE)));
  }

  private static RunOutcome outcome(RunState state) {
    return switch (state.phase()) {
      case FINISHED -> RunOutcome.FINISHED;
      case RUNNING, STOPPED -> RunOutcome.UNFINISHED;
      case FAILED, DIVERGED -> RunOutcome.FAILED;
    };
  }

  private static String reason(RunState state, RunSettings settings) {
    return switch (state.phase()) {
      case FINISHED -> "";
      case RUNNING ->
          String.format(
              Locale.ROOT,
              "running or stopped, %d of %d iterations done",
              state.iteration(),
              settings.iterations());
      case STOPPED, FAILED, DIVERGED ->
          String.format(
              Locale.ROOT,
              "%s (%d of %d iterations done)",
              state.message(),
              state.iteration(),
              settings.iterations());
    };
  }

  /** Neighbouring rows are averaged where there are too many of them. */
  static List<CurvePoint> curve(List<MetricsLog.Row> rows) {
    int width = Math.max(1, (rows.size() + CURVE_POINTS - 1) / CURVE_POINTS);
    List<CurvePoint> points = new ArrayList<>();
    for (int first = 0; first < rows.size(); first += width) {
      List<MetricsLog.Row> some = rows.subList(first, Math.min(rows.size(), first + width));
      double loss = some.stream().collect(Collectors.averagingDouble(MetricsLog.Row::loss));
      points.add(CurvePoint.of(some.get(some.size() - 1).iteration()).withTrainLoss(loss));
    }
    return points;
  }
}
