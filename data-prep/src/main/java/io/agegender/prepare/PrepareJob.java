// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Folds;
import io.agegender.adience.split.ListedSplits;
import io.agegender.adience.split.SeededSplits;
import io.agegender.adience.split.SplitSource;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.build.DatasetBuilder;
import io.agegender.dataset.build.DatasetSource;
import io.agegender.dataset.build.DatasetWriter;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.build.Fingerprint;
import io.agegender.dataset.build.SampleAccounting;
import io.agegender.dataset.build.SharedPixels;
import io.agegender.dataset.build.SplitLists;
import io.agegender.dataset.build.TurnedPictures;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.RejectTable;
import io.agegender.dataset.format.ShardReceipt;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.Picture;
import io.agegender.prepare.lists.ListFolder;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import io.agegender.table.LabelledTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Command {@code prepare}: makes a dataset out of a raw Adience tree. Each picture is decoded once
 * and stored once; the bytes of the dataset are a function of the tree and the settings alone.
 */
public final class PrepareJob {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareJob.class);

  /** For how long a job on another machine may be silent before its work is taken over. */
  private static final Duration LEASE_TERM = Duration.ofSeconds(30);

  /** Changed pictures in a message. */
  private static final int SHOWN = 3;

  private final PrepareSettings settings;
  private final PrepareStages stages;
  private final PrepareInput input;
  private final FileStore out;
  private final Configuration conf;

  private PrepareJob(
      PrepareSettings settings,
      PrepareStages stages,
      PrepareInput input,
      FileStore out,
      Configuration conf) {
    this.settings = settings;
    this.stages = stages;
    this.input = input;
    this.out = out;
    this.conf = conf;
  }

  /**
   * Makes a dataset, or completes one that an earlier attempt left unfinished.
   *
   * @param spark a running session; its Hadoop configuration finds the file systems
   * @param settings how
   * @param raw the raw tree
   * @param out the dataset's folder: empty, not there yet, or of an unfinished attempt. If it holds
   *     the finished dataset of the same inputs and settings, nothing is done
   * @param progress where progress is reported
   * @throws UsageException if the tree cannot be used, {@code out} holds something else, or test
   *     faces are known from training
   * @throws FailedException if too many pictures are rejected, or files cannot be written
   */
  public static PrepareResult run(
      SparkSession spark, PrepareSettings settings, Path raw, Path out, Progress.Factory progress) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    RawTree tree = RawTree.open(raw, conf);
    Folds folds = tree.folds();
    return run(
        spark,
        settings,
        new PrepareInput.Tree(tree, folds, settings, splits(settings, folds, conf)),
        FileStore.of(out, conf),
        progress);
  }

  /**
   * Makes a dataset of pictures that a table names; otherwise as the other one.
   *
   * @param rows the table's rows; the settings' labels and alignments do not count for them
   * @param raw the root that the table's paths are relative to
   */
  public static PrepareResult run(
      SparkSession spark,
      PrepareSettings settings,
      LabelledTable rows,
      Path raw,
      Path out,
      Progress.Factory progress) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    if (settings.splits().source() == PrepareSettings.Source.ORIGINAL_LISTS) {
      throw new UsageException(
          "prepare.splits.source is original-lists, but the original has no lists of a table's pictures; use seeded or subject-disjoint");
    }
    PrepareInput input = new PrepareInput.Table(FileStore.of(raw, conf), rows, settings);
    return run(spark, settings, input, FileStore.of(out, conf), progress);
  }

  private static PrepareResult run(
      SparkSession spark,
      PrepareSettings settings,
      PrepareInput input,
      FileStore out,
      Progress.Factory progress) {
    PrepareStages stages =
        new PrepareStages(
            spark, input.storage().root().toString(), out.root().toString(), settings, progress);
    return new PrepareJob(settings, stages, input, out, spark.sparkContext().hadoopConfiguration())
        .run();
  }

  private PrepareResult run() {
    DatasetSource rows = input.source(List.of(), Set.of());
    // Wrong lists end the job before pictures are looked for.
    SplitLists lists = SplitLists.of(rows);
    PicturePlan pictures = input.pictures(settings);
    DatasetSource source = input.source(pictures.unlisted(), Set.of());
    String key = key(source, lists, pictures);
    if (out.exists(Layout.MANIFEST)) {
      return finishedBefore(key, pictures);
    }
    refuseForeign();
    try (Lease lease = Lease.take(out, LEASE_TERM)) {
      // Another job may have finished while this one waited.
      if (out.exists(Layout.MANIFEST)) {
        return finishedBefore(key, pictures);
      }
      out.makeFolder(Layout.WORK);
      return make(source, lists, pictures, key, lease);
    }
  }

  private PrepareResult make(
      DatasetSource source, SplitLists lists, PicturePlan pictures, String key, Lease lease) {
    List<ShardPlan> plans = ShardPlan.of(pictures.candidates(), source.stored(), settings);
    List<ShardTask.Outcome> outcomes = stages.shards(plans);
    List<ShardReceipt> receipts = outcomes.stream().map(ShardTask.Outcome::receipt).toList();
    DatasetBuilder builder = new DatasetBuilder(source, out);
    DatasetBuilder.Stored stored = IndexBuilder.stored(builder, pictures, plans, receipts);
    DatasetSource checked = source;
    if (input.separatesSharedPixels()) {
      checked = input.source(source.unlisted(), sharedPixels(stored));
      builder = new DatasetBuilder(checked, out);
      TurnedPictures.warning(stored.faces()).ifPresent(LOG::warn);
    }
    refuseTooManyRejects(checked, stored.rejected(), builder.writer());
    for (ShardReceipt receipt : receipts) {
      builder
          .writer()
          .shard(receipt.shard(), new FileStore.Written(receipt.bytes(), receipt.sha256()));
    }
    DatasetBuilder.Built built =
        builder.complete(
            stored,
            lists,
            wanted -> stages.means(stored, wanted, source.folds().ids()),
            key,
            new TreeMap<>(),
            lease::check);
    int kept = (int) outcomes.stream().filter(ShardTask.Outcome::kept).count();
    return result(built.manifest(), plans.size() - kept, kept, built.accounting());
  }

  private Set<FaceImage> sharedPixels(DatasetBuilder.Stored stored) {
    try (FaceReader reader = FaceReader.of(out.root(), conf, stored.shards())) {
      return SharedPixels.find(stored.faces(), reader);
    }
  }

  private static SplitSource splits(PrepareSettings settings, Folds folds, Configuration conf) {
    PrepareSettings.SplitSettings splits = settings.splits();
    return splits.source() == PrepareSettings.Source.ORIGINAL_LISTS
        ? new ListedSplits(folds, settings.labels(), new ListFolder(new Path(splits.lists()), conf))
        : new SeededSplits(folds, settings.labels(), splits.rules());
  }

  private void refuseTooManyRejects(
      DatasetSource source, Map<FaceImage, Picture.Rejected> rejected, DatasetWriter writer) {
    SampleAccounting accounting = new SampleAccounting(source, rejected);
    int twins = source.sharedPixels().size();
    double share =
        (double) (accounting.rejectedEntries() + twins) / Math.max(1, accounting.entries());
    if (twins > 0) {
      LOG.warn(
          "{} pictures show what a picture of another fold shows, and are left out of all lists; each is in {} as SAME_PIXELS",
          twins,
          out.path(Layout.REJECTS));
    }
    if (share > settings.maxRejectedShare()
        || accounting.rejectedEntries() == accounting.entries()) {
      writer.rejects(accounting.table());
      String reasons =
          source.stored().stream()
                  .map(a -> a.key() + " " + accounting.rejectedByReason(a))
                  .collect(Collectors.joining(", "))
              + (twins > 0 ? ", SAME_PIXELS " + twins : "");
      throw new FailedException(
          "%d of %d entries (%.2f %%) were rejected, more than prepare.max-rejected-share = %s: %s. The first is %s. Each is in %s; repair %s or raise the share, and start again"
              .formatted(
                  accounting.rejectedEntries() + twins,
                  accounting.entries(),
                  100 * share,
                  settings.maxRejectedShare(),
                  reasons,
                  firstRejected(accounting),
                  out.path(Layout.REJECTS),
                  input.separatesSharedPixels() ? "the table or its pictures" : "the tree"));
    }
    if (accounting.rejectedEntries() > 0) {
      LOG.warn(
          "{} of {} entries were rejected; each is in {}",
          accounting.rejectedEntries(),
          accounting.entries(),
          out.path(Layout.REJECTS));
    }
  }

  private String firstRejected(SampleAccounting accounting) {
    return accounting.table().stream()
        .filter(reject -> reject.kind() == Reject.Kind.REJECTED)
        .map(
            reject ->
                "%s%s: %s, %s"
                    .formatted(
                        input.where(reject),
                        reject.path().isEmpty() ? "" : ", " + reject.path(),
                        reject.reason(),
                        reject.detail()))
        .findFirst()
        .orElse("none, for no row or picture is bad by itself");
  }

  private PrepareResult finishedBefore(String key, PicturePlan pictures) {
    Dataset dataset = Dataset.open(out.root(), conf);
    if (!dataset.manifest().recipe().key().equals(key)) {
      throw new UsageException(
          "%s holds a finished dataset that was made with other settings or of another tree or table; choose another folder, or delete it first"
              .formatted(out.root()));
    }
    refuseChanged(pictures, dataset);
    LOG.info("{} is finished already, nothing to do", out.root());
    return result(
        dataset.manifest(),
        0,
        dataset.manifest().shards().size(),
        new String(out.read(Layout.ACCOUNTING_TEXT), java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The key has paths and lengths; a picture of the same length may be another one. */
  private void refuseChanged(PicturePlan pictures, Dataset dataset) {
    List<String> changed =
        stages.changed(PictureCheck.of(pictures.candidates(), dataset, RejectTable.read(out)));
    if (!changed.isEmpty()) {
      throw new UsageException(
          "%s holds a finished dataset, but %d of %d pictures of %s have changed since: %s%s; choose another folder, or delete it first"
              .formatted(
                  out.root(),
                  changed.size(),
                  pictures.candidates().size(),
                  input.storage().root(),
                  changed.stream().limit(SHOWN).collect(Collectors.joining("; ")),
                  changed.size() > SHOWN ? "; ..." : ""));
    }
  }

  private void refuseForeign() {
    if (!out.exists(Layout.WORK) && !out.holdsOnly(Lease.FILE)) {
      throw new UsageException(
          "%s is not empty and holds no unfinished dataset: choose another folder"
              .formatted(out.root()));
    }
  }

  private String key(DatasetSource source, SplitLists lists, PicturePlan pictures) {
    return Fingerprint.of(
        source.provenance().toString(),
        input.hashes().toString(),
        lists.sha256(),
        pictures.candidates().stream()
            .map(c -> c.path() + "\t" + c.bytes())
            .collect(Collectors.joining("\n")),
        String.join("\n", pictures.unlisted()));
  }

  private PrepareResult result(Manifest manifest, int written, int kept, String accounting) {
    input.warnings(manifest, out).forEach(warning -> LOG.warn("{}", warning));
    return new PrepareResult(
        manifest.counts().get("rows"),
        manifest.counts().get("faces"),
        manifest.counts().get("rejected-entries"),
        manifest.counts().get("unlisted-pictures"),
        written,
        kept,
        accounting,
        manifest.sha256());
  }
}
