// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.run.Schedules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says on a few lines what a folder of definitions is. */
public final class FolderText {
  private static final double MEBIBYTE = 1 << 20;

  /** Numbers that training keeps for each parameter: weight, gradient, momentum. */
  private static final int STATES = 3;

  private final DefinitionFolder folder;
  private final List<String> lines = new ArrayList<>();

  private FolderText(DefinitionFolder folder) {
    this.folder = folder;
  }

  /**
   * Input, network, memory, solver, fields without meaning, then the built-in configuration that it
   * is or the first difference from the nearest one; or all its problems.
   *
   * @param obstacles what keeps it from being trained ({@link DefinedRun#obstacles})
   */
  public static List<String> of(
      DefinitionFolder folder, List<String> obstacles, Schedules schedules) {
    return new FolderText(folder).lines(obstacles, schedules);
  }

  private List<String> lines(List<String> obstacles, Schedules schedules) {
    lines.add(folder.name());
    byFile("data", folder.nets(), net -> data(net.train().orElseThrow()));
    byFile("network", folder.nets(), FolderText::network);
    byFile("memory", folder.nets(), FolderText::memory);
    byFile("solver", folder.solvers(), FolderText::solver);
    Set<String> withoutMeaning = new LinkedHashSet<>();
    folder.nets().values().forEach(net -> withoutMeaning.addAll(net.withoutMeaning()));
    folder.solvers().values().forEach(solver -> withoutMeaning.addAll(solver.withoutMeaning()));
    folder.deploy().ifPresent(deploy -> withoutMeaning.addAll(deploy.withoutMeaning()));
    if (!withoutMeaning.isEmpty()) {
      add("no meaning", String.join(", ", withoutMeaning));
    }
    if (folder.problems().isEmpty()) {
      comparison(FolderComparison.nearest(folder, schedules));
    } else {
      folder.problems().stream().flatMap(String::lines).forEach(problem -> add("problem", problem));
    }
    if (!folder.unused().isEmpty()) {
      add(
          "unused",
          String.join(", ", folder.unused())
              + ": training takes train_val.prototxt and solver.prototxt, or both with _test_fold_is_K");
    }
    obstacles.stream().flatMap(String::lines).forEach(obstacle -> add("untrained", obstacle));
    return lines;
  }

  private void comparison(FolderComparison nearest) {
    String name = "%s, schedule %s".formatted(nearest.run(), nearest.schedule());
    if (nearest.isEqual()) {
      add("equals", name);
    } else {
      add(
          "differs",
          "from %s in %d value%s; the first is %s"
              .formatted(
                  name,
                  nearest.differences().size(),
                  nearest.differences().size() == 1 ? "" : "s",
                  nearest.differences().get(0)));
    }
  }

  /** One line for all files of which the same can be said. */
  private <T> void byFile(String title, Map<String, T> files, Function<T, String> text) {
    Map<String, List<String>> byText = new LinkedHashMap<>();
    files.forEach(
        (file, content) ->
            byText.computeIfAbsent(text.apply(content), t -> new ArrayList<>()).add(file));
    byText.forEach(
        (line, of) -> add(title, byText.size() == 1 ? line : "%s (%s)".formatted(line, folds(of))));
  }

  private static String folds(List<String> files) {
    return files.stream()
        .map(
            file -> {
              var fold = DefinitionFolder.fold(file);
              return fold.isPresent() ? "fold " + fold.getAsInt() : file;
            })
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String data(DataLayer data) {
    return "crops of %1$dx%1$d pixels%2$s, %3$d in a minibatch"
        .formatted(data.size(), data.mirror() ? ", mirrored at random" : "", data.batch());
  }

  private static String network(NetFile net) {
    ResolvedNetwork network = ResolvedNetwork.of(net.network());
    return String.format(
        Locale.ROOT,
        "'%s': input %dx%d pixels, %d layers, %,d parameters, %,d multiplications a picture",
        net.network().name(),
        net.network().input().size(),
        net.network().input().size(),
        net.network().layers().size(),
        network.parameters(),
        network.multiplications());
  }

  private static String memory(NetFile net) {
    ResolvedNetwork network = ResolvedNetwork.of(net.network());
    double states = STATES * Float.BYTES * network.parameters() / MEBIBYTE;
    double blobs = network.activationBytes() * net.train().orElseThrow().batch() / MEBIBYTE;
    return String.format(
        Locale.ROOT,
        "%.0f MiB: %.0f for weights, gradients and momentum, %.0f for a minibatch's blobs and their gradients",
        states + blobs,
        states,
        blobs);
  }

  private static String solver(SolverDefinition solver) {
    return "base rate %s, policy %s, momentum %s, decay %s; %d iterations, a snapshot every %d"
        .formatted(
            solver.solver().baseLearningRate(),
            solver.solver().policy(),
            solver.solver().momentum(),
            solver.solver().weightDecay(),
            solver.iterations(),
            solver.snapshotInterval());
  }

  private void add(String title, String text) {
    lines.add("  %-10s  %s".formatted(title, text));
  }
}
