// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lists;

import io.agegender.adience.Alignment;
import io.agegender.adience.split.ListTexts;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A folder with the original's lists, on any Hadoop file system: a subfolder per alignment, or the
 * archives {@code split-lists-<alignment>.tar.xz}.
 */
public final class ListFolder implements ListTexts {
  private final FileStore storage;
  private final Map<Alignment, Map<String, List<String>>> archives = new EnumMap<>(Alignment.class);

  /** The folder, or the folder of the archives; nothing is read before it is asked for. */
  public ListFolder(Path folder, Configuration conf) {
    this.storage = FileStore.of(folder, conf);
  }

  @Override
  public List<String> lines(Alignment alignment, String path) {
    if (isUnpacked(alignment)) {
      String file = alignment.key() + "/" + path;
      if (!storage.exists(file)) {
        throw missing(alignment, path);
      }
      return split(storage.read(file));
    }
    List<String> lines = archives.computeIfAbsent(alignment, this::unpack).get(path);
    if (lines == null) {
      throw missing(alignment, path);
    }
    return lines;
  }

  @Override
  public String where(Alignment alignment, String path) {
    return isUnpacked(alignment)
        ? storage.path(alignment.key() + "/" + path).toString()
        : storage.path(archive(alignment)) + "!" + path;
  }

  private boolean isUnpacked(Alignment alignment) {
    return storage.exists(alignment.key());
  }

  private static String archive(Alignment alignment) {
    return "split-lists-" + alignment.key() + ".tar.xz";
  }

  private Map<String, List<String>> unpack(Alignment alignment) {
    String name = archive(alignment);
    if (!storage.exists(name)) {
      throw new UsageException(
          "%s has neither a folder %s nor an archive %s: name the folder of the original's lists in prepare.splits.lists"
              .formatted(storage.root(), alignment.key(), name));
    }
    try (InputStream file = storage.open(name)) {
      return ListArchive.read(storage.path(name).toString(), file);
    } catch (IOException e) {
      throw new FailedException(
          "cannot read %s: %s".formatted(storage.path(name), e.getMessage()), e);
    }
  }

  static List<String> split(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  private UsageException missing(Alignment alignment, String path) {
    return new UsageException(
        "%s: no such list; prepare.splits.lists must name a folder with the lists of all test folds"
            .formatted(where(alignment, path)));
  }
}
