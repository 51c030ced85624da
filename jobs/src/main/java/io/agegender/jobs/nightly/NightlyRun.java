// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.agegender.definitions.DefinitionFolder;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.config.UserPath;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One run of a nightly run.
 *
 * @param configuration a built-in one; empty if it is a folder of definitions
 * @param definition a folder of Caffe's definitions; empty if it is a built-in configuration
 * @param testFold the fold that is left out, 0 to 4
 * @param workers how many train it
 * @param interruptAt the iteration at which its second training is stopped; 0: there is none
 */
public record NightlyRun(
    Optional<RunName> configuration,
    Optional<DefinitionFolder> definition,
    int testFold,
    int workers,
    int interruptAt) {
  private static final String RUNS = "nightly.runs";
  private static final List<String> KEYS =
      List.of("run", "definition", "workers", "test-fold", "interrupt-at");

  /**
   * @param config the effective configuration, list {@code nightly.runs}
   * @throws UsageException if there is none, one is twice in it, or a value is wrong
   */
  static List<NightlyRun> from(Config config) {
    List<NightlyRun> runs = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    try {
      for (Config run : config.getConfigList(RUNS)) {
        for (String key : run.root().keySet()) {
          if (!KEYS.contains(key)) {
            throw new UsageException(
                "%s: unknown key '%s' in %s%s"
                    .formatted(
                        Settings.where(config, RUNS), key, RUNS, Suggestion.didYouMean(key, KEYS)));
          }
        }
        NightlyRun parsed =
            new NightlyRun(
                run.hasPath("run")
                    ? Optional.of(RunName.parse(run.getString("run")))
                    : Optional.empty(),
                run.hasPath("definition")
                    ? Optional.of(
                        DefinitionFolder.read(
                            FileStore.of(
                                UserPath.of(run.getString("definition")), FileSystemSettings.now()),
                            Optional.empty()))
                    : Optional.empty(),
                run.hasPath("test-fold") ? run.getInt("test-fold") : 0,
                run.hasPath("workers")
                    ? run.getInt("workers")
                    : SettingsReader.read(config, TrainSettings::read).averaging().workers(),
                run.hasPath("interrupt-at") ? run.getInt("interrupt-at") : 0);
        if (parsed.configuration.isPresent() == parsed.definition.isPresent()) {
          throw new UsageException(
              "%s: each of %s has either 'run', a configuration, or 'definition', a folder"
                  .formatted(Settings.where(config, RUNS), RUNS));
        }
        RunSettings settings = parsed.settings(config);
        if (!titles.add(settings.title())) {
          throw new UsageException(
              "%s: %s is twice in %s; give one of them another test-fold"
                  .formatted(Settings.where(config, RUNS), settings.title(), RUNS));
        }
        parsed.requireResumable(settings);
        runs.add(parsed);
      }
    } catch (ConfigException e) {
      throw new UsageException("configuration: %s: %s".formatted(RUNS, e.getMessage()), e);
    }
    if (runs.isEmpty()) {
      throw new UsageException(
          "nightly.runs is empty: a nightly run without runs tells nothing. Use --config conf/nightly.conf, or list runs");
    }
    return List.copyOf(runs);
  }

  /** What is trained. */
  RunSettings settings(Config config) {
    TrainSettings settings =
        SettingsReader.read(
            config.withValue("train.workers", ConfigValueFactory.fromAnyRef(workers)),
            TrainSettings::read);
    return definition
        .map(folder -> settings.forDefinition(folder, testFold))
        .orElseGet(() -> settings.forRun(configuration.orElseThrow(), testFold));
  }

  private void requireResumable(RunSettings settings) {
    boolean stops =
        interruptAt == 0
            || (interruptAt > settings.checkpointEvery() && interruptAt <= settings.iterations());
    if (!stops) {
      throw new UsageException(
          ("nightly.runs: %s: interrupt-at is %d; to resume from a checkpoint it must be above the"
                  + " snapshot-interval (%d) and at most the iterations (%d)")
              .formatted(
                  settings.title(),
                  interruptAt,
                  settings.checkpointEvery(),
                  settings.iterations()));
    }
  }
}
