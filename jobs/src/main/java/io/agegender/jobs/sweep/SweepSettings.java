package io.agegender.jobs.sweep;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.sweep.plan.FitPolicy;
import io.agegender.run.RunName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The section {@code sweep} of the configuration: a selection of the configurations and five folds.
 *
 * @param runs the configurations, in the order of their names
 * @param testFolds the folds, ascending
 * @param parallelRuns how many train at the same time; 0: as many as the slots hold
 * @param stallTimeout a run without progress for so long is ended
 * @param retries how often a run that failed for a reason that may pass is tried again
 * @param check what happens if it does not fit the machines
 */
public record SweepSettings(
    List<RunName> runs,
    List<Integer> testFolds,
    int parallelRuns,
    Duration stallTimeout,
    int retries,
    FitPolicy check) {
  public SweepSettings {
    runs = List.copyOf(runs);
    testFolds = List.copyOf(testFolds);
  }

  /**
   * @throws UsageException if a list has an unknown value, or nothing is left
   */
  public static SweepSettings from(Config config) {
    List<String> problems = new ArrayList<>();
    List<String> targets = known(config, "sweep.targets", problems, n -> n.target().key());
    List<String> initialisations =
        known(config, "sweep.initialisations", problems, n -> n.initialisation().key());
    List<String> architectures =
        known(config, "sweep.architectures", problems, n -> n.architecture().key());
    List<String> alignments = known(config, "sweep.alignments", problems, n -> n.alignment().key());
    List<Integer> folds =
        config.getIntList("sweep.test-folds").stream().distinct().sorted().toList();
    if (folds.isEmpty() || folds.get(0) < 0 || folds.get(folds.size() - 1) > 4) {
      problems.add(
          "%s: sweep.test-folds is %s; name some of 0 to 4"
              .formatted(Settings.where(config, "sweep.test-folds"), folds));
    }
    for (String path : List.of("sweep.parallel-runs", "sweep.retries")) {
      if (config.getInt(path) < 0) {
        problems.add(
            "%s: %s is %d; it must be 0 or more"
                .formatted(Settings.where(config, path), path, config.getInt(path)));
      }
    }
    List<RunName> runs =
        RunName.all().stream()
            .filter(n -> targets.contains(n.target().key()))
            .filter(n -> initialisations.contains(n.initialisation().key()))
            .filter(n -> architectures.contains(n.architecture().key()))
            .filter(n -> alignments.contains(n.alignment().key()))
            .toList();
    if (problems.isEmpty() && runs.isEmpty()) {
      problems.add(
          "the selection of section sweep leaves none of the %d configurations: targets %s, initialisations %s, architectures %s, alignments %s"
              .formatted(
                  RunName.all().size(), targets, initialisations, architectures, alignments));
    }
    if (!problems.isEmpty()) {
      throw new UsageException("configuration: " + String.join("; ", problems));
    }
    return new SweepSettings(
        runs,
        folds,
        config.getInt("sweep.parallel-runs"),
        config.getDuration("sweep.stall-timeout"),
        config.getInt("sweep.retries"),
        Choice.of(
            FitPolicy.class,
            Settings.where(config, "sweep.check") + ": sweep.check",
            config.getString("sweep.check")));
  }

  private static List<String> known(
      Config config,
      String path,
      List<String> problems,
      java.util.function.Function<RunName, String> key) {
    List<String> values = config.getStringList(path);
    List<String> all = RunName.all().stream().map(key).distinct().sorted().toList();
    for (String value : values) {
      if (!all.contains(value)) {
        problems.add(
            "%s: '%s' in %s is not one of %s"
                .formatted(Settings.where(config, path), value, path, all));
      }
    }
    return values;
  }
}
