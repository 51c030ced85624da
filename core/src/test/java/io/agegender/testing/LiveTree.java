// SPDX-License-Identifier: Apache-2.0
package io.agegender.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that a program under test works in meanwhile. {@link Files#walk} ends with an exception
 * where a file goes between being listed and being looked at.
 */
public final class LiveTree {
  private LiveTree() {}

  /** The files below a folder, sorted; none if there is no such folder. */
  public static List<Path> files(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return unlessGone(e);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            return e == null ? FileVisitResult.CONTINUE : unlessGone(e);
          }
        });
    found.sort(null);
    return found;
  }

  private static FileVisitResult unlessGone(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
