// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.run.NetworkText;
import io.agegender.run.NetworkText.FolderName;
import io.agegender.run.RunName;
import io.agegender.run.Schedule;
import io.agegender.run.Schedules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a folder of definitions says of the run of one test fold.
 *
 * @param name a built-in configuration, if the folder means the same or is named after it; else one
 *     of the folder's own network
 * @param scheduleName the schedule that has the same solver, batch and iterations for a built-in
 *     configuration; else {@value #OWN}
 * @param schedule as the files say it
 * @param mirror whether half of the crops are mirrored
 */
public record DefinedRun(RunName name, String scheduleName, Schedule schedule, boolean mirror) {
  /** Says that solver, batch and iterations are those of a folder. */
  public static final String OWN = "definition";

  /**
   * Reads {@code train_val_test_fold_is_K.prototxt} or {@code train_val.prototxt} of a folder, and
   * its solver.
   *
   * @param testFold 0 to 4
   * @param schedules of the built-in configurations
   * @param preferred the schedule that is looked at first
   * @throws UsageException with all problems of the folder's files; if a file of the fold is
   *     missing, the target is not known, or the network cannot start as the folder's name asks for
   */
  public static DefinedRun of(
      DefinitionFolder folder, int testFold, Schedules schedules, String preferred) {
    if (!folder.problems().isEmpty()) {
      throw new UsageException(
          "the definitions in %s cannot be used; nothing was started%n%s"
              .formatted(folder.name(), String.join(System.lineSeparator(), folder.problems())));
    }
    SolverDefinition solver = file(folder, folder.solvers(), "solver", testFold);
    NetFile net = file(folder, folder.nets(), "train_val", testFold);
    Target target =
        folder
            .target()
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s: what is predicted, age or gender? Say --target, or begin the folder's name with age_ or gender_"
                            .formatted(folder.name())));
    DataLayer data = net.train().orElseThrow();
    Schedule own =
        new Schedule(
            solver.solver(),
            FolderName.of(folder.name()).alignment(),
            data.batch(),
            solver.iterations(),
            solver.snapshotInterval());
    return new Finding(folder, target, net.network(), own, testFold)
        .run(schedules, preferred, data.mirror());
  }

  /**
   * What keeps a folder whose files are understood from being trained, for each test fold that its
   * files name: a file without its partner, no target, no filler. Empty if every fold can be
   * trained, and if the files' own problems say enough.
   */
  public static List<String> obstacles(DefinitionFolder folder, Schedules schedules) {
    if (!folder.problems().isEmpty()) {
      return List.of();
    }
    Set<String> obstacles = new LinkedHashSet<>();
    for (int fold : folder.folds()) {
      try {
        of(folder, fold, schedules, Schedules.names().get(0));
      } catch (UsageException e) {
        obstacles.add(e.getMessage());
      }
    }
    return List.copyOf(obstacles);
  }

  private static <T> T file(
      DefinitionFolder folder, Map<String, T> files, String stem, int testFold) {
    String ofFold = "%s_test_fold_is_%d.prototxt".formatted(stem, testFold);
    String ofAll = stem + ".prototxt";
    return Stream.of(ofFold, ofAll)
        .filter(files::containsKey)
        .findFirst()
        .map(files::get)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s has neither %s nor %s; %s. Add or rename the file, or ask for another test fold"
                        .formatted(
                            folder.name(),
                            ofFold,
                            ofAll,
                            files.isEmpty()
                                ? "it has none of the kind"
                                : "it has " + String.join(", ", files.keySet()))));
  }

  /** Looks for the configuration that the files mean. */
  private record Finding(
      DefinitionFolder folder,
      Target target,
      NetworkDefinition network,
      Schedule own,
      int testFold) {

    DefinedRun run(Schedules schedules, String preferred, boolean mirror) {
      FolderName parts = FolderName.of(folder.name());
      List<RunName> sameNetwork =
          RunName.all().stream()
              .filter(run -> run.target() == target && run.alignment() == parts.alignment())
              .filter(run -> run.initialisation() == parts.initialisation())
              .filter(run -> same(run.network().definition()))
              .toList();
      if (mirror) {
        for (RunName run : sameNetwork) {
          Optional<String> schedule = schedule(run, schedules, preferred);
          if (schedule.isPresent()) {
            Schedule known = schedules.of(schedule.get(), run, testFold);
            return new DefinedRun(run, schedule.get(), trainedOn(known), true);
          }
        }
      }
      for (RunName run : sameNetwork) {
        if (run.toString().equals(folder.name())) {
          Schedule known = schedules.of(preferred, run, testFold);
          return new DefinedRun(run, OWN, trainedOn(known), mirror);
        }
      }
      return new DefinedRun(NetworkText.name(parts, target, network), OWN, own, mirror);
    }

    private boolean same(NetworkDefinition builtIn) {
      return builtIn.titled("").equals(network.titled(""));
    }

    /** How often a snapshot is written changes no bit; it may differ. */
    private Optional<String> schedule(RunName run, Schedules schedules, String preferred) {
      return Stream.concat(Stream.of(preferred), Schedules.names().stream())
          .filter(
              name -> {
                Schedule known = schedules.of(name, run, testFold);
                return known.solver().equals(own.solver())
                    && known.batchSize() == own.batchSize()
                    && known.iterations() == own.iterations();
              })
          .findFirst();
    }

    private Schedule trainedOn(Schedule builtIn) {
      return new Schedule(
          own.solver(),
          builtIn.trainedOn(),
          own.batchSize(),
          own.iterations(),
          own.snapshotInterval());
    }
  }
}
