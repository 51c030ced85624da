// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.prepare.lmdb.EntryDecoder.BadEntry;
import io.agegender.prepare.lmdb.EntryDecoder.Decoded;
import io.agegender.storage.Checksums;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is in a tree of LMDBs: every entry is looked at once, no pixels are kept. Which entry of a
 * face counts depends on the order of {@link LmdbList#all} alone.
 */
final class Survey {
  private final Map<FaceImage, Origin> images = new HashMap<>();
  private final Map<FaceKey, Person> persons = new HashMap<>();
  private final Map<LmdbList, List<Entry>> lists = new LinkedHashMap<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private long entries;
  private long skipped;

  private Survey() {}

  /** Where the pixels of an image are, and what they are. */
  record Origin(LmdbList list, String key, int crc32c, SourceFacts source) {}

  /** One usable entry. */
  record Entry(FaceImage image, int label) {}

  /**
   * An entry that contradicts an earlier one.
   *
   * @param what {@code pixels} or a target
   * @param kept where the earlier one is
   */
  record Conflict(LmdbList list, String key, String what, String found, String kept) {}

  /** What all entries of a face say together. */
  static final class Person {
    private final Map<Target, Integer> labels = new EnumMap<>(Target.class);
    private final Map<Target, String> labelOrigins = new EnumMap<>(Target.class);
    private int fold = UNKNOWN_FOLD;
    private int rows = 1;

    /** In no test list. */
    static final int UNKNOWN_FOLD = -1;

    /** The class, or -1. */
    int label(Target target) {
      return labels.getOrDefault(target, -1);
    }

    int fold() {
      return fold;
    }

    /** How often a test list has the face in one alignment, at least 1. */
    int rows() {
      return rows;
    }
  }

  /**
   * Reads all entries.
   *
   * @throws UsageException if an LMDB cannot be read, or a face is in the test lists of two folds
   */
  static Survey of(LmdbTree tree, Progress.Factory progress) {
    long total = 0;
    for (LmdbList list : tree.lists()) {
      try (LmdbReader reader = tree.open(list)) {
        total += reader.size();
      }
    }
    Survey survey = new Survey();
    EntryDecoder decoder = new EntryDecoder(tree.origin());
    try (Progress reporter = progress.start("import-lmdb: reading", total, "entries")) {
      for (LmdbList list : tree.lists()) {
        try (LmdbReader reader = tree.open(list)) {
          survey.read(list, reader, decoder, reporter);
        }
      }
    }
    return survey;
  }

  private void read(LmdbList list, LmdbReader reader, EntryDecoder decoder, Progress reporter) {
    List<Entry> usable = new ArrayList<>();
    long[] nextLine = {0};
    reader.forEach(
        (key, value) -> {
          try {
            Decoded decoded = decoder.decode(list, key, value);
            usable.add(add(list, key, decoded));
          } catch (BadEntry e) {
            rejects.add(reject(list, key, e));
          }
          LmdbKey.parse(key)
              .ifPresent(
                  parsed -> {
                    skipped += Math.max(0, parsed.line() - nextLine[0]);
                    nextLine[0] = parsed.line() + 1;
                  });
          reporter.at(++entries, list.folder());
        });
    lists.put(list, usable);
    if (list.subset() == Subset.TEST) {
      test(list, usable);
    }
  }

  private Entry add(LmdbList list, String key, Decoded decoded) {
    FaceImage image = new FaceImage(decoded.key().face(), decoded.key().alignment());
    int crc32c = Checksums.crc32c(decoded.record());
    Origin origin = new Origin(list, key, crc32c, decoded.source());
    Origin first = images.putIfAbsent(image, origin);
    if (first != null && first.crc32c() != crc32c) {
      conflicts.add(
          new Conflict(
              list,
              key,
              "pixels",
              "CRC-32C %08x".formatted(crc32c),
              "%08x in %s %s".formatted(first.crc32c(), first.list(), first.key())));
    }
    Person person = persons.computeIfAbsent(image.face(), face -> new Person());
    Target target = list.target();
    Integer label = person.labels.putIfAbsent(target, decoded.label());
    if (label == null) {
      person.labelOrigins.put(target, list.folder() + " " + key);
    } else if (label != decoded.label()) {
      conflicts.add(
          new Conflict(
              list,
              key,
              target.key(),
              "label " + decoded.label(),
              String.format(Locale.ROOT, "%d in %s", label, person.labelOrigins.get(target))));
    }
    // A face has one label, as in the fold files; a list that says otherwise is among the
    // conflicts.
    return new Entry(image, person.labels.get(target));
  }

  /** A face belongs to the fold that it is tested in. */
  private void test(LmdbList list, List<Entry> usable) {
    Map<FaceImage, Integer> counts = new HashMap<>();
    for (Entry entry : usable) {
      Person person = persons.get(entry.image().face());
      if (person.fold == Person.UNKNOWN_FOLD) {
        person.fold = list.testFold();
      } else if (person.fold != list.testFold()) {
        throw new UsageException(
            "%s tests %s, which another LMDB tests in fold %d: these LMDBs are not of one division into folds"
                .formatted(list, entry.image().face(), person.fold));
      }
      person.rows = Math.max(person.rows, counts.merge(entry.image(), 1, Integer::sum));
    }
  }

  private static Reject reject(LmdbList list, String key, BadEntry e) {
    return new Reject(
        Reject.Kind.REJECTED,
        e.reason().name(),
        list.testFold(),
        -1,
        list.alignment().key(),
        list.target().key(),
        list.folder() + " " + key,
        e.getMessage());
  }

  Set<FaceImage> images() {
    return images.keySet();
  }

  Origin origin(FaceImage image) {
    return images.get(image);
  }

  Map<FaceKey, Person> persons() {
    return persons;
  }

  /** The usable entries of a list in the order of their keys; none if there is no such LMDB. */
  List<Entry> entries(LmdbList list) {
    return lists.getOrDefault(list, List.of());
  }

  List<Conflict> conflicts() {
    return conflicts;
  }

  List<Reject> rejects() {
    return rejects;
  }

  long entries() {
    return entries;
  }

  long skipped() {
    return skipped;
  }
}
