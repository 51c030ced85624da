// SPDX-License-Identifier: Apache-2.0
package io.agegender.definitions;

import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.prototxt.NetFile;
import io.agegender.network.definition.prototxt.NetReader;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.network.definition.prototxt.SolverReader;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * One folder of definitions in the original's layout: {@code train_val.prototxt} and {@code
 * solver.prototxt}, or one of each for each test fold ({@code train_val_test_fold_is_0.prototxt}),
 * and {@code deploy.prototxt}.
 *
 * @param name of the folder
 * @param target what is predicted; empty if neither the name nor the user says so
 * @param nets training files by their file's name
 * @param solvers by their file's name
 * @param deploy the deploy file, if there is one
 * @param problems what is wrong with the files, all of them
 */
public record DefinitionFolder(
    String name,
    Optional<Target> target,
    SortedMap<String, NetFile> nets,
    SortedMap<String, SolverDefinition> solvers,
    Optional<NetFile> deploy,
    List<String> problems) {
  private static final String SUFFIX = ".prototxt";
  private static final Pattern FOLD = Pattern.compile("test_fold_is_([0-4])\\.prototxt");
  private static final Pattern TRAINED =
      Pattern.compile("(train_val|solver)(_test_fold_is_[0-4])?\\.prototxt");
  private static final String DEPLOY = "deploy" + SUFFIX;

  /**
   * Reads all folders of definitions in a folder, or the folder itself if it has definitions.
   *
   * @param asked the target that the user named
   * @throws UsageException if there is no definition
   * @throws io.agegender.foundation.error.FailedException if a file cannot be read
   */
  public static List<DefinitionFolder> readAll(FileStore store, Optional<Target> asked) {
    List<DefinitionFolder> folders = new ArrayList<>();
    if (!definitions(store).isEmpty()) {
      folders.add(read(store, asked));
    } else {
      store.list("").stream()
          .filter(status -> status.isDirectory())
          .map(status -> store.folder(status.getPath().getName()))
          .filter(folder -> !definitions(folder).isEmpty())
          .forEach(folder -> folders.add(read(folder, asked)));
    }
    if (folders.isEmpty()) {
      throw new UsageException(
          "%s has no .prototxt file, and neither has a folder in it; name a folder of definitions"
              .formatted(store.root()));
    }
    return folders;
  }

  /**
   * Reads one folder.
   *
   * @param asked the target that the user named; else the folder's name says it
   * @throws io.agegender.foundation.error.FailedException if a file cannot be read
   */
  public static DefinitionFolder read(FileStore store, Optional<Target> asked) {
    Map<String, byte[]> files = new TreeMap<>();
    for (Path path : definitions(store)) {
      files.put(path.getName(), store.read(path.getName()));
    }
    return of(store.root().getName(), files, asked);
  }

  /**
   * The folder that these files would be.
   *
   * @param files contents by file name
   */
  static DefinitionFolder of(String name, Map<String, byte[]> files, Optional<Target> asked) {
    Optional<Target> target =
        asked.or(
            () ->
                Arrays.stream(Target.values())
                    .filter(t -> name.startsWith(t.key() + "_"))
                    .findFirst());
    OptionalInt classes =
        target.map(t -> OptionalInt.of(t.classes())).orElseGet(OptionalInt::empty);
    List<String> problems = new ArrayList<>();
    SortedMap<String, NetFile> nets = new TreeMap<>();
    SortedMap<String, SolverDefinition> solvers = new TreeMap<>();
    Optional<NetFile> deploy = Optional.empty();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String key = file.getKey();
      String where = name + "/" + key;
      if (key.equals(DEPLOY)) {
        deploy = attempt(problems, () -> NetReader.deploy(where, file.getValue(), classes));
      } else if (key.startsWith("solver")) {
        attempt(problems, () -> SolverReader.read(where, file.getValue()))
            .ifPresent(solver -> solvers.put(key, solver));
      } else {
        attempt(problems, () -> NetReader.training(where, file.getValue(), classes))
            .ifPresent(net -> nets.put(key, net));
      }
    }
    return new DefinitionFolder(name, target, nets, solvers, deploy, List.copyOf(problems));
  }

  /** The test folds that the files name; fold 0 alone where they are for all. */
  Set<Integer> folds() {
    Set<Integer> folds = new TreeSet<>();
    Stream.of(nets.keySet(), solvers.keySet())
        .flatMap(Set::stream)
        .map(DefinitionFolder::fold)
        .forEach(fold -> fold.ifPresent(folds::add));
    return folds.isEmpty() ? new TreeSet<>(Set.of(0)) : folds;
  }

  /** Files that training never takes, whatever the test fold: their names are others. */
  List<String> unused() {
    return Stream.of(nets.keySet(), solvers.keySet())
        .flatMap(Set::stream)
        .filter(file -> !TRAINED.matcher(file).matches())
        .toList();
  }

  /** The test fold in a file's name; empty for a file of all folds. */
  static OptionalInt fold(String file) {
    Matcher matcher = FOLD.matcher(file);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static List<Path> definitions(FileStore store) {
    return store.filesEndingWith(SUFFIX);
  }

  private static <T> Optional<T> attempt(List<String> problems, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (UsageException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }
}
