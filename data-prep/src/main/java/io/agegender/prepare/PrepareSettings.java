package io.agegender.prepare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.agegender.adience.Alignment;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.SplitRules;
import io.agegender.adience.Target;
import io.agegender.dataset.build.ShardWriter;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.PictureRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

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
    /** Drawn by the original's rules. */
    SEEDED,
    /** Drawn so that validation shares no subject with training. */
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
   * @param config the effective configuration, see {@link Settings#load}
   * @throws UsageException naming every value that is out of its range
   */
  public static PrepareSettings from(Config config) {
    return new Reader(config).settings();
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

  /** Reads all values and keeps every problem. */
  private static final class Reader {
    private static final String SECTION = "prepare.";

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    Reader(Config config) {
      this.config = config;
    }

    PrepareSettings settings() {
      Source source = choice(Source.class, "splits.source", Source.SEEDED);
      String lists = config.getString(SECTION + "splits.lists").strip();
      if (source == Source.ORIGINAL_LISTS && lists.isEmpty()) {
        problem("splits.lists", "is empty: with original-lists, name the folder of the lists");
      }
      SplitRules rules =
          new SplitRules(
              source == Source.SUBJECT_DISJOINT
                  ? SplitRules.Validation.SUBJECTS
                  : SplitRules.Validation.ROWS,
              config.getLong(SECTION + "splits.seed"),
              choice(SplitRules.Duplicates.class, "splits.duplicates", SplitRules.Duplicates.KEEP),
              choice(SplitRules.OffByOne.class, "splits.off-by-one", SplitRules.OffByOne.KEEP));
      PictureRules pictures =
          new PictureRules(
              whole("max-bytes", bytes("max-bytes"), 1, Integer.MAX_VALUE - 64),
              whole("max-pixels", config.getLong(SECTION + "max-pixels"), 1, 1L << 28),
              (int) whole("min-side", config.getLong(SECTION + "min-side"), 1, 256),
              choice(
                  PictureRules.TruncatedTail.class,
                  "truncated-tail",
                  PictureRules.TruncatedTail.ACCEPT),
              choice(
                  PictureRules.RoundTrip.class, "squared-round-trip", PictureRules.RoundTrip.NONE));
      PrepareSettings settings =
          new PrepareSettings(
              choice(LabelPolicy.class, "labels", LabelPolicy.ORIGINAL),
              alignments(),
              new SplitSettings(source, lists, rules),
              choice(Target.class, "mean-target", Target.GENDER),
              pictures,
              share("max-rejected-share"),
              (int)
                  whole(
                      "shard-records",
                      config.getLong(SECTION + "shard-records"),
                      1,
                      ShardWriter.MAX_RECORDS),
              (int) whole("partitions", config.getLong(SECTION + "partitions"), 0, 1_000_000));
      if (!problems.isEmpty()) {
        throw new UsageException(
            "configuration: " + String.join(System.lineSeparator() + "  ", problems));
      }
      return settings;
    }

    private List<Alignment> alignments() {
      List<Alignment> alignments = new ArrayList<>();
      for (String key : config.getStringList(SECTION + "alignments")) {
        tryTo("alignments", () -> Alignment.of(key), Alignment.ALIGNED, alignments);
      }
      if (alignments.isEmpty()
          || alignments.contains(Alignment.MIXED)
          || alignments.stream().distinct().count() < alignments.size()) {
        problem("alignments", "must be aligned, unaligned or both, each once");
      }
      return alignments.stream().sorted().toList();
    }

    private <E extends Enum<E>> E choice(Class<E> type, String key, E fallback) {
      List<E> found = new ArrayList<>();
      tryTo(
          key,
          () -> Choice.of(type, SECTION + key, config.getString(SECTION + key)),
          fallback,
          found);
      return found.get(0);
    }

    private <T> void tryTo(String key, Supplier<T> reader, T fallback, List<T> found) {
      try {
        found.add(reader.get());
      } catch (UsageException e) {
        problems.add("%s: %s".formatted(Settings.where(config, SECTION + key), e.getMessage()));
        found.add(fallback);
      }
    }

    private long bytes(String key) {
      try {
        return config.getBytes(SECTION + key);
      } catch (ConfigException e) {
        problem(key, "is no number of bytes: " + e.getMessage());
        return 1;
      }
    }

    private long whole(String key, long value, long least, long most) {
      if (value < least || value > most) {
        problem(key, "is %d: it must be %d to %d".formatted(value, least, most));
      }
      return value;
    }

    private double share(String key) {
      double value = config.getDouble(SECTION + key);
      if (!(value >= 0 && value <= 1)) {
        problem(key, "is %s: it must be 0 to 1".formatted(value));
      }
      return value;
    }

    private void problem(String key, String what) {
      problems.add(
          "%s: %s%s %s".formatted(Settings.where(config, SECTION + key), SECTION, key, what));
    }
  }
}
