// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds CUDA's libraries on this machine and loads them by absolute path, each after those that it
 * needs, so that neither {@code LD_LIBRARY_PATH} nor the preset's own search matters.
 */
public final class CudaLibraries {
  private CudaLibraries() {}

  /**
   * Loads all libraries into this JVM.
   *
   * @param folders where to look first, may be empty
   * @return the files, in the order in which they were loaded
   * @throws UsageException if a folder is none, if a library is missing or cannot be loaded; the
   *     message says what brings it
   */
  public static List<Path> load(List<Path> folders) {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UsageException(
            "%s, named for CUDA's libraries, is not a folder: name the one that holds libcudart.so.%d"
                .formatted(folder, CudaVersion.BUILT.major()));
      }
    }
    Map<CudaLibrary, Path> found =
        find(CudaVersion.BUILT, LibraryFolders.ofMachine(folders, System.getenv()));
    found.forEach((library, file) -> load(file, library));
    return List.copyOf(found.values());
  }

  /**
   * Files of all libraries that are there, in the order in which they are to be loaded. Libraries
   * of one package come from one folder where they can: those of two versions refuse each other.
   *
   * @throws UsageException if one that is needed is missing
   */
  static Map<CudaLibrary, Path> find(CudaVersion cuda, LibraryFolders places) {
    Map<CudaLibrary, Path> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    Set<String> unreadable = new LinkedHashSet<>(places.unreadable());
    Map<String, Path> packages = new HashMap<>();
    for (CudaLibrary library : CudaLibrary.all(cuda)) {
      List<String> problems = new ArrayList<>();
      Path others = packages.get(library.bringer());
      Optional<Path> file = places.startingWith(others).find(library.name(), problems);
      unreadable.addAll(problems);
      if (file.isPresent()) {
        Path folder = file.get().getParent();
        if (library.needed() || others == null || folder.equals(others)) {
          packages.put(library.bringer(), folder);
          found.put(library, file.get());
        }
      } else if (library.needed()) {
        missing.add(missing(library, places.find(library.anyVersion(), problems)));
      }
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "this machine lacks %s; looked in %s%s: install what is missing, or name its folder"
              .formatted(
                  String.join(", ", missing),
                  places.folders(),
                  unreadable.isEmpty() ? "" : "; could not read " + String.join(", ", unreadable)));
    }
    return found;
  }

  private static String missing(CudaLibrary library, Optional<Path> other) {
    return "%s (from %s%s)"
        .formatted(
            library.name(),
            library.bringer(),
            other.map(file -> "; %s is of another version".formatted(file)).orElse(""));
  }

  /**
   * Loads one file.
   *
   * @throws UsageException if it cannot be loaded
   */
  static void load(Path file, CudaLibrary library) {
    try {
      System.load(file.toRealPath().toString());
    } catch (UnsatisfiedLinkError e) {
      throw new UsageException(
          "cannot load %s: %s: install it again from %s"
              .formatted(file, e.getMessage(), library.bringer()),
          e);
    } catch (IOException e) {
      throw new UsageException(
          "cannot read %s (%s): see that its link has a target that you may read"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
