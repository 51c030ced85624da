// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where CUDA's libraries may be.
 *
 * @param folders in the order in which they are looked through
 * @param unreadable folders that this user may not read, and why; libraries may be there
 */
record LibraryFolders(List<Path> folders, List<String> unreadable) {
  private static final int DEPTH = 9;
  private static final List<String> USUAL =
      List.of(
          "/usr/local/cuda/lib64",
          "/usr/local/nvidia/lib64",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib64",
          "/usr/lib/wsl/lib");
  private static final List<String> PYTHONS = List.of("/usr/lib", "/usr/local/lib", "/opt");

  LibraryFolders {
    folders = List.copyOf(folders);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * The folders of this machine.
   *
   * @param named those that the user names, looked through first
   * @param environment as {@link System#getenv()}: {@code LD_LIBRARY_PATH}, {@code VIRTUAL_ENV},
   *     {@code CONDA_PREFIX}, {@code HOME}
   */
  static LibraryFolders ofMachine(List<Path> named, Map<String, String> environment) {
    Set<Path> first = new LinkedHashSet<>(named);
    Stream.of(environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .forEach(first::add);
    USUAL.stream().map(Path::of).forEach(first::add);
    Set<Path> pythons = new LinkedHashSet<>();
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      if (environment.containsKey(variable)) {
        pythons.add(Path.of(environment.get(variable)));
      }
    }
    PYTHONS.stream().map(Path::of).forEach(pythons::add);
    if (environment.containsKey("HOME")) {
      pythons.add(Path.of(environment.get("HOME"), ".local", "lib"));
    }
    return of(List.copyOf(first), List.copyOf(pythons));
  }

  /**
   * @param first looked through as they are
   * @param pythons searched for the folders of pip's nvidia packages
   */
  static LibraryFolders of(List<Path> first, List<Path> pythons) {
    Set<Path> places = new LinkedHashSet<>(first);
    List<String> unreadable = new ArrayList<>();
    for (Path python : pythons) {
      if (Files.isDirectory(python)) {
        places.addAll(pip(python, unreadable));
      }
    }
    return new LibraryFolders(places.stream().filter(Files::isDirectory).toList(), unreadable);
  }

  /**
   * The same folders with one of them before the others.
   *
   * @param folder null for none
   */
  LibraryFolders startingWith(Path folder) {
    if (folder == null) {
      return this;
    }
    Set<Path> order = new LinkedHashSet<>(List.of(folder));
    order.addAll(folders);
    return new LibraryFolders(List.copyOf(order), unreadable);
  }

  /**
   * The first file with a name.
   *
   * @param glob the name, in which an asterisk stands for any characters
   * @param problems takes what could not be read
   */
  Optional<Path> find(String glob, List<String> problems) {
    for (Path folder : folders) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
        for (Path file : files) {
          return Optional.of(file);
        }
      } catch (IOException e) {
        problems.add(problem(folder, e));
      }
    }
    return Optional.empty();
  }

  private static List<Path> pip(Path root, List<String> unreadable) {
    List<Path> found = new ArrayList<>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (isOfPip(folder)) {
              found.add(folder);
              return FileVisitResult.SKIP_SUBTREE;
            }
            return isAnotherPackage(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.add(problem(file, e));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            if (e != null) {
              unreadable.add(problem(folder, e));
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      // A link is followed here and nowhere below.
      Files.walkFileTree(root.toRealPath(), Set.<FileVisitOption>of(), DEPTH, visitor);
    } catch (IOException e) {
      unreadable.add(problem(root, e));
    }
    found.sort(null);
    return found;
  }

  private static boolean isOfPip(Path folder) {
    return folder.endsWith("lib") && folder.toString().contains("-packages/nvidia/");
  }

  /** One package of Python among hundreds; to walk through all takes seconds on a cold disk. */
  private static boolean isAnotherPackage(Path folder) {
    Path parent = folder.getParent();
    return parent != null && parent.toString().endsWith("-packages") && !folder.endsWith("nvidia");
  }

  private static String problem(Path folder, IOException e) {
    return "%s (%s)".formatted(folder, e.getClass().getSimpleName());
  }
}
