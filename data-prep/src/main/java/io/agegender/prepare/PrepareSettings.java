// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.adience.split.SplitRules;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.image.PictureRules;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a dataset is made: section {@code prepare} of the configuration.
 *
 * @param labels which labels count
 * @param alignments what is stored: aligned, unaligned or both
 * @param splits where the lists come from
 * @param meanTarget whose training list gives the mean images
 * @param pictures what is accepted and how it is turned into a record
 * @param maxRejectedShare past it the job fails, 0 to 1
 * @param shardRecords records per shard
 * @param partitions tasks; 0: one per shard. The dataset does not depend on it
 */
public record PrepareSettings(
    LabelPolicy labels,
    List<Alignment> alignments,
    SplitSettings splits,
    Target meanTarget,
    PictureRules pictures,
    double maxRejectedShare,
    int shardRecords,
    int partitions) {
  /** Where lists come from. */
  public enum Source {
    /** Made from the seed by the original's rules. */
    SEEDED,
    /** Made from the seed so that validation shares no subject with training. */
    SUBJECT_DISJOINT,
    /** Read from the original's list files. */
    ORIGINAL_LISTS
  }

  /**
   * Where the lists come from.
   *
   * @param source which kind
   * @param lists the folder of the original's lists, on any Hadoop file system; empty if they are
   *     drawn
   * @param rules how they are drawn
   */
  public record SplitSettings(Source source, String lists, SplitRules rules) {}

  /**
   * Reads the section {@code prepare}.
   *
   * @throws io.agegender.foundation.error.UsageException naming every value that is out of its
   *     range
   */
  public static PrepareSettings read(SettingsReader settings) {
    SettingsReader prepare = settings.section("prepare");
    return new PrepareSettings(
        prepare.choice(LabelPolicy.class, "labels"),
        alignments(prepare),
        splits(prepare.section("splits")),
        prepare.parsed("mean-target", Target::of),
        new PictureRules(
            prepare.bytes("max-bytes", 1, Integer.MAX_VALUE - 64),
            prepare.longWhole("max-pixels", 1, 1L << 28),
            prepare.whole("min-side", 1, 256),
            prepare.choice(PictureRules.TruncatedTail.class, "truncated-tail"),
            prepare.choice(PictureRules.RoundTrip.class, "squared-round-trip")),
        prepare.share("max-rejected-share"),
        prepare.whole("shard-records", 1, ShardWriter.MAX_RECORDS),
        prepare.whole("partitions", 0, 1_000_000));
  }

  private static SplitSettings splits(SettingsReader splits) {
    Source source = splits.choice(Source.class, "source");
    Optional<String> lists = splits.optional("lists");
    splits.require(
        source != Source.ORIGINAL_LISTS || lists.isPresent(),
        "lists",
        "the folder of the lists, because splits.source is original-lists");
    return new SplitSettings(
        source,
        lists.isEmpty() ? "" : splits.path("lists").toString(),
        new SplitRules(
            source == Source.SUBJECT_DISJOINT
                ? SplitRules.Validation.SUBJECTS
                : SplitRules.Validation.ROWS,
            splits.seed("seed"),
            splits.choice(SplitRules.Duplicates.class, "duplicates"),
            splits.choice(SplitRules.OffByOne.class, "off-by-one")));
  }

  private static List<Alignment> alignments(SettingsReader prepare) {
    List<Alignment> alignments = prepare.list("alignments", Alignment::of);
    prepare.require(
        !alignments.isEmpty()
            && !alignments.contains(Alignment.MIXED)
            && alignments.stream().distinct().count() == alignments.size(),
        "alignments",
        "aligned, unaligned or both, each once");
    return alignments.stream().sorted().toList();
  }

  /** What the dataset depends on, by its keys: {@code partitions} is not in it. */
  public SortedMap<String, String> provenance() {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("labels", Choice.key(labels));
    values.put("alignments", String.join(",", alignments.stream().map(Alignment::key).toList()));
    values.put("splits.source", Choice.key(splits.source()));
    if (splits.source() != Source.ORIGINAL_LISTS) {
      values.put("splits.seed", Long.toString(splits.rules().seed()));
      values.put("splits.duplicates", Choice.key(splits.rules().duplicates()));
      values.put("splits.off-by-one", Choice.key(splits.rules().offByOne()));
    }
    values.put("mean-target", meanTarget.key());
    values.put("squared-round-trip", Choice.key(pictures.roundTrip()));
    values.put("truncated-tail", Choice.key(pictures.truncatedTail()));
    values.put("max-bytes", Long.toString(pictures.maxBytes()));
    values.put("max-pixels", Long.toString(pictures.maxPixels()));
    values.put("min-side", Integer.toString(pictures.minSide()));
    values.put("max-rejected-share", Double.toString(maxRejectedShare));
    values.put("shard-records", Integer.toString(shardRecords));
    return values;
  }
}
