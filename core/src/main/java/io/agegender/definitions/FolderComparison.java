// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.DeployNetwork;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.run.RunName;
import io.agegender.run.Schedules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of definitions next to one built-in configuration.
 *
 * @param run the configuration
 * @param schedule the schedule that its solver and length are of
 * @param differences by file, in the order of their names; empty if the folder is the configuration
 */
public record FolderComparison(RunName run, String schedule, List<FileDifference> differences) {
  /** The schedules that the original's files may be of. */
  private static final List<String> SCHEDULES = List.of("committed", "published");

  /** A difference and the file that it is in. */
  public record FileDifference(String file, Difference difference) {
    @Override
    public String toString() {
      return file + ": " + difference;
    }
  }

  public FolderComparison {
    differences = List.copyOf(differences);
  }

  public boolean isEqual() {
    return differences.isEmpty();
  }

  /**
   * The built-in configuration that a folder is, or is nearest to: the one that it is named after,
   * else the one with the fewest differences.
   */
  public static FolderComparison nearest(DefinitionFolder folder, Schedules schedules) {
    List<RunName> named =
        RunName.all().stream().filter(run -> run.toString().equals(folder.name())).toList();
    return (named.isEmpty() ? RunName.all() : named)
        .stream()
            .flatMap(run -> SCHEDULES.stream().map(s -> of(folder, run, schedules, s)))
            .min(Comparator.comparingInt(comparison -> comparison.differences().size()))
            .orElseThrow();
  }

  /** Compares with one configuration. Sources and validation are not compared. */
  static FolderComparison of(
      DefinitionFolder folder, RunName run, Schedules schedules, String schedule) {
    List<FileDifference> differences = new ArrayList<>();
    NetworkDefinition network = run.network().definition();
    for (Map.Entry<String, NetFile> file : folder.nets().entrySet()) {
      TrainingDefinition expected = expected(file.getKey(), run, schedules, schedule);
      NetFile found = file.getValue();
      add(differences, file.getKey(), Difference.of(found.network(), network));
      add(
          differences,
          file.getKey(),
          Difference.of(
              "data", withoutPaths(found.train().orElseThrow()), withoutPaths(expected.train())));
    }
    for (Map.Entry<String, SolverDefinition> file : folder.solvers().entrySet()) {
      SolverDefinition expected = expected(file.getKey(), run, schedules, schedule).solver();
      add(
          differences,
          file.getKey(),
          Difference.of("solver", bare(file.getValue()), bare(expected)));
    }
    folder
        .deploy()
        .ifPresent(
            deploy ->
                add(
                    differences,
                    "deploy.prototxt",
                    Difference.of(DeployNetwork.of(deploy.network()), DeployNetwork.of(network))));
    return new FolderComparison(run, schedule, differences);
  }

  private static TrainingDefinition expected(
      String file, RunName run, Schedules schedules, String schedule) {
    return TrainingDefinition.of(run, DefinitionFolder.fold(file).orElse(0), schedules, schedule);
  }

  private static DataLayer withoutPaths(DataLayer data) {
    return new DataLayer(data.batch(), data.size(), data.mirror(), "", "");
  }

  private static SolverDefinition bare(SolverDefinition solver) {
    return new SolverDefinition(
        Optional.empty(),
        solver.solver(),
        solver.iterations(),
        solver.snapshotInterval(),
        List.of());
  }

  private static void add(List<FileDifference> all, String file, List<Difference> differences) {
    differences.forEach(difference -> all.add(new FileDifference(file, difference)));
  }
}
