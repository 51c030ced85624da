// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/**
 * A folder of files that is replaced where it is, on stores where no folder can be renamed in one
 * step (S3): first a mark, then the file goes without which the folder does not count, then come
 * all others, and that file last. After a kill on the way the folder does not count, and the mark
 * says that it may be written again.
 */
public final class FolderInPlace {
  private static final String MARK = "_incomplete";

  private FolderInPlace() {}

  /** Whether a folder is of an attempt that did not come to its end. */
  public static boolean isIncomplete(FileStore folder) {
    return folder.exists(MARK);
  }

  /**
   * Replaces all files of a folder.
   *
   * @param record the file without which the folder does not count
   * @param files the contents by path below the folder
   * @throws io.agegender.foundation.error.FailedException if one cannot be written or deleted
   */
  public static void replace(FileStore folder, String record, SortedMap<String, byte[]> files) {
    Set<String> before = new HashSet<>(folder.lengths().keySet());
    write(folder, MARK, new byte[0]);
    if (before.remove(record)) {
      folder.delete(record);
    }
    files.forEach(
        (path, content) -> {
          if (!path.equals(record)) {
            write(folder, path, content);
          }
        });
    before.removeAll(files.keySet());
    before.remove(MARK);
    before.forEach(folder::delete);
    write(folder, record, files.get(record));
    folder.delete(MARK);
  }

  private static void write(FileStore folder, String path, byte[] content) {
    FileStore.Written unused = folder.write(path, out -> out.write(content));
  }
}
