// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folders of a run's checkpoints, by their names and by what is in them. */
final class CheckpointFolders {
  static final String RECORD = "checkpoint.json";
  static final String PARAMETERS = "parameters.f32";
  static final String MOMENTUM = "momentum.f32";

  private static final Set<String> ALL = Set.of(RECORD, PARAMETERS, MOMENTUM);

  /** The name of a checkpoint's folder; longer numbers are not of an iteration. */
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})(?:-(\\d{1,10}))?");

  /** Of checkpoints of older versions, which appeared by rename. */
  private static final long NONE = -1;

  private CheckpointFolders() {}

  /**
   * A folder.
   *
   * @param epoch of its writer; of one without less than any
   * @param counts whether it is a checkpoint: not if it has an epoch and something of it is missing
   */
  record Folder(int iteration, long epoch, String name, boolean counts) {}

  /** The name of the folder that a writer fills. */
  static String name(int iteration, long epoch) {
    return String.format(Locale.ROOT, "%07d-%010d", iteration, epoch);
  }

  /**
   * All folders, by iteration, then by epoch. It is one request, where a request for each folder
   * would take a tenth of a second on S3.
   */
  static List<Folder> list(FileStore directory) {
    SortedMap<String, Set<String>> contents = new TreeMap<>();
    for (String path : directory.lengths().keySet()) {
      int slash = path.indexOf('/');
      if (slash > 0) {
        contents
            .computeIfAbsent(path.substring(0, slash), name -> new TreeSet<>())
            .add(path.substring(slash + 1));
      }
    }
    List<Folder> folders = new ArrayList<>();
    for (Map.Entry<String, Set<String>> content : contents.entrySet()) {
      Matcher matcher = NAME.matcher(content.getKey());
      if (matcher.matches()) {
        folders.add(
            folder(matcher, matcher.group(2) == null || content.getValue().containsAll(ALL)));
      }
    }
    folders.sort(Comparator.comparingInt(Folder::iteration).thenComparingLong(Folder::epoch));
    return folders;
  }

  private static Folder folder(Matcher name, boolean counts) {
    return new Folder(
        Integer.parseInt(name.group(1)),
        name.group(2) == null ? NONE : Long.parseLong(name.group(2)),
        name.group(),
        counts);
  }
}
