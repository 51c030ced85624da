// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How LMDBs become a dataset: section {@code import-lmdb} of the configuration.
 *
 * @param alignments empty: all whose folder is there
 * @param testFolds empty: all whose folders are there
 * @param meanTarget whose training list gives the mean images; the other one's where it is missing
 * @param conflicts what happens if two entries of a face contradict each other
 * @param maxRejectedShare past this share of entries that cannot be used the job fails, 0 to 1
 * @param shardRecords records per shard
 */
public record ImportLmdbSettings(
    List<Alignment> alignments,
    List<Integer> testFolds,
    Target meanTarget,
    Conflicts conflicts,
    double maxRejectedShare,
    int shardRecords) {

  /** What happens if two entries of a face contradict each other. */
  public enum Conflicts {
    /**
     * The pixels and the label of the first entry count, tests before training, for all lists; the
     * others are named in {@code conflicts.tsv}.
     */
    REPORT,
    /** Nothing is made. */
    REFUSE
  }

  public ImportLmdbSettings {
    alignments = List.copyOf(alignments);
    testFolds = List.copyOf(testFolds);
  }

  /**
   * Reads the section {@code import-lmdb}.
   *
   * @throws io.agegender.foundation.error.UsageException if a name in it is unknown or a number out
   *     of its range
   */
  public static ImportLmdbSettings read(SettingsReader settings) {
    SettingsReader section = settings.section("import-lmdb");
    return new ImportLmdbSettings(
        section.list("alignments", Alignment::of).stream().sorted().toList(),
        section.wholes("test-folds", 0, 4).stream().sorted().toList(),
        section.parsed("mean-target", Target::of),
        section.choice(Conflicts.class, "conflicts"),
        section.share("max-rejected-share"),
        section.whole("shard-records", 1, ShardWriter.MAX_RECORDS));
  }

  /** What the dataset depends on, by its keys. */
  SortedMap<String, String> provenance() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("imported-from", "lmdb");
    values.put("mean-target", meanTarget.key());
    values.put("conflicts", Choice.key(conflicts));
    values.put("max-rejected-share", Double.toString(maxRejectedShare));
    values.put("shard-records", Integer.toString(shardRecords));
    return values;
  }
}
