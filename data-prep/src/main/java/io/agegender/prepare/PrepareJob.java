// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.adience.split.ListedSplits;
import io.agegender.adience.split.SeededSplits;
import io.agegender.adience.split.SplitSource;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.build.DatasetBuilder;
import io.agegender.dataset.build.DatasetWriter;
import io.agegender.dataset.build.Fingerprint;
import io.agegender.dataset.build.SampleAccounting;
import io.agegender.dataset.build.SplitLists;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.RejectTable;
import io.agegender.dataset.format.ShardReceipt;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.prepare.lists.ListFolder;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** A few unlisted pictures are usual; a fold is a fifth. */
  private static final double UNLISTED_SHARE = 0.01;

  /** Changed pictures in a message. */
  private static final int SHOWN = 3;

  private final PrepareSettings settings;
  private final PrepareStages stages;
  private final RawTree tree;
  private final FileStore out;
  private final Configuration conf;

  private PrepareJob(
      PrepareSettings settings,
      PrepareStages stages,
      RawTree tree,
      FileStore out,
      Configuration conf) {
    this.settings = settings;
    this.stages = stages;
    this.tree = tree;
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
    FileStore storage = FileStore.of(out, conf);
    PrepareStages stages =
        new PrepareStages(
            spark, tree.storage().root().toString(), storage.root().toString(), settings, progress);
    return new PrepareJob(settings, stages, tree, storage, conf).run();
  }

  private PrepareResult run() {
    Folds folds = tree.folds();
    RawTreeSource rows =
        new RawTreeSource(folds, settings, splits(folds), List.of(), tree.origin());
    // Wrong lists end the job before pictures are looked for.
    SplitLists lists = SplitLists.of(rows);
    PicturePlan pictures = PicturePlan.of(tree, folds, settings);
    RawTreeSource source = rows.withUnlisted(pictures.unlisted());
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
      RawTreeSource source, SplitLists lists, PicturePlan pictures, String key, Lease lease) {
    List<ShardPlan> plans = ShardPlan.of(pictures.candidates(), settings);
    List<ShardTask.Outcome> outcomes = stages.shards(plans);
    List<ShardReceipt> receipts = outcomes.stream().map(ShardTask.Outcome::receipt).toList();
    DatasetBuilder builder = new DatasetBuilder(source, out);
    DatasetBuilder.Stored stored = IndexBuilder.stored(builder, pictures, plans, receipts);
    refuseTooManyRejects(new SampleAccounting(source, stored.rejected()), builder.writer());
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

  private SplitSource splits(Folds folds) {
    PrepareSettings.SplitSettings splits = settings.splits();
    return splits.source() == PrepareSettings.Source.ORIGINAL_LISTS
        ? new ListedSplits(folds, settings.labels(), new ListFolder(new Path(splits.lists()), conf))
        : new SeededSplits(folds, settings.labels(), splits.rules());
  }

  private void refuseTooManyRejects(SampleAccounting accounting, DatasetWriter writer) {
    double share = (double) accounting.rejectedEntries() / Math.max(1, accounting.entries());
    if (share > settings.maxRejectedShare()
        || accounting.rejectedEntries() == accounting.entries()) {
      writer.rejects(accounting.table());
      String reasons =
          settings.alignments().stream()
              .map(a -> a.key() + " " + accounting.rejectedByReason(a))
              .collect(Collectors.joining(", "));
      throw new FailedException(
          "%d of %d entries (%.2f %%) were rejected, more than prepare.max-rejected-share = %s: %s. The first is %s. Each is in %s; repair the tree or raise the share, and start again"
              .formatted(
                  accounting.rejectedEntries(),
                  accounting.entries(),
                  100 * share,
                  settings.maxRejectedShare(),
                  reasons,
                  firstRejected(accounting),
                  out.path(Layout.REJECTS)));
    }
    if (accounting.rejectedEntries() > 0) {
      LOG.warn(
          "{} of {} entries were rejected; each is in {}",
          accounting.rejectedEntries(),
          accounting.entries(),
          out.path(Layout.REJECTS));
    }
  }

  private static String firstRejected(SampleAccounting accounting) {
    return accounting.table().stream()
        .filter(reject -> reject.kind() == Reject.Kind.REJECTED)
        .map(
            reject ->
                "line %d of %s%s: %s, %s"
                    .formatted(
                        reject.line(),
                        FoldFile.name(reject.fold()),
                        reject.path().isEmpty() ? "" : ", " + reject.path(),
                        reject.reason(),
                        reject.detail()))
        .findFirst()
        .orElse("none, for there are no entries");
  }

  private PrepareResult finishedBefore(String key, PicturePlan pictures) {
    Dataset dataset = Dataset.open(out.root(), conf);
    if (!dataset.manifest().key().equals(key)) {
      throw new UsageException(
          "%s holds a finished dataset that was made with other settings or of another tree; choose another folder, or delete it first"
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
                  tree.storage().root(),
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

  private String key(RawTreeSource source, SplitLists lists, PicturePlan pictures) {
    return Fingerprint.of(
        source.provenance().toString(),
        tree.foldFileHashes(source.folds()).toString(),
        lists.sha256(),
        pictures.candidates().stream()
            .map(c -> c.path() + "\t" + c.bytes())
            .collect(Collectors.joining("\n")),
        String.join("\n", pictures.unlisted()));
  }

  /** What a tree seems to lack although a dataset could be made of it. */
  static List<String> warnings(RawTree tree, Manifest manifest, FileStore out) {
    List<String> warnings = new ArrayList<>(tree.missingFolds());
    long unlisted = manifest.counts().get("unlisted-pictures");
    long pictures = unlisted + manifest.counts().get("faces");
    if (unlisted > UNLISTED_SHARE * pictures) {
      warnings.add(
          "%d of %d pictures are in the tree, but no fold file lists them; each is in %s. Look whether a fold file is missing or cut"
              .formatted(unlisted, pictures, out.path(Layout.REJECTS)));
    }
    return warnings;
  }

  private PrepareResult result(Manifest manifest, int written, int kept, String accounting) {
    warnings(tree, manifest, out).forEach(warning -> LOG.warn("{}", warning));
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
