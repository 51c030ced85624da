package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.DrawnSplits;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.adience.ListedSplits;
import io.agegender.adience.Member;
import io.agegender.adience.SplitReport;
import io.agegender.adience.SplitSource;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.DatasetReport;
import io.agegender.dataset.build.DatasetWriter;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.Sidecar;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    Lists drawn = drawn(folds, source(folds));
    PicturePlan pictures = PicturePlan.of(tree, folds, settings);
    String key = key(folds, drawn, pictures);
    if (out.exists(Layout.MANIFEST)) {
      return finishedBefore(key);
    }
    refuseForeign();
    try (Lease lease = Lease.take(out, LEASE_TERM)) {
      // Another job may have finished while this one waited.
      if (out.exists(Layout.MANIFEST)) {
        return finishedBefore(key);
      }
      out.makeFolder(Layout.WORK);
      return make(folds, drawn, pictures, key, lease);
    }
  }

  private PrepareResult make(
      Folds folds, Lists drawn, PicturePlan pictures, String key, Lease lease) {
    List<ShardPlan> plans = ShardPlan.of(pictures.candidates(), settings);
    List<ShardTask.Outcome> outcomes = stages.shards(plans);
    List<Sidecar> sidecars = outcomes.stream().map(ShardTask.Outcome::sidecar).toList();
    Assembly assembly = Assembly.of(folds, settings.labels(), pictures, plans, sidecars);
    Ledger ledger = new Ledger(folds, settings, assembly.rejected(), pictures.unlisted());
    DatasetWriter writer = new DatasetWriter(out);
    refuseTooManyRejects(ledger, writer);
    for (Sidecar sidecar : sidecars) {
      writer.shard(sidecar.shard(), new FileStore.Written(sidecar.bytes(), sidecar.sha256()));
    }
    writer.index(assembly.faces());
    Lists lists = drawn.only(m -> assembly.idOf(m, folds) != Assembly.NO_FACE);
    DatasetReport report = report(folds, ledger, lists);
    warnOfEmptyClasses(assembly.faces());
    for (Alignment alignment : viewed()) {
      for (int testFold : folds.ids()) {
        writer.splits(
            alignment,
            testFold,
            lists.of(alignment, testFold),
            member -> assembly.idOf(member, folds));
      }
    }
    writer.rejects(ledger.table(lists.stored(settings.alignments())));
    List<Manifest.Shard> shards = new ArrayList<>();
    for (ShardPlan plan : plans) {
      shards.add(
          new Manifest.Shard(
              plan.number(), plan.alignment(), sidecars.get(plan.number()).stored().size()));
    }
    writeMeans(folds, assembly, lists, shards, writer);
    writer.text(Layout.ACCOUNTING, report.json());
    writer.text(Layout.ACCOUNTING_TEXT, report.text());
    SortedMap<String, Long> counts = counts(folds, assembly, ledger, pictures);
    lease.check();
    Manifest manifest =
        writer.commit(
            new Manifest(
                Manifest.FORMAT_VERSION,
                Build.program(),
                key,
                provenance(),
                folds.ids(),
                viewed(),
                counts,
                shards,
                List.of(),
                ""));
    int kept = (int) outcomes.stream().filter(ShardTask.Outcome::kept).count();
    return result(manifest, plans.size() - kept, kept, report.text());
  }

  /** A label in another spelling is a row less; a class without any is a mistake, mostly. */
  private void warnOfEmptyClasses(List<Face> faces) {
    for (Target target : Target.values()) {
      for (int label = 0; label < target.classes(); label++) {
        int wanted = label;
        if (faces.stream().noneMatch(face -> face.label(target) == wanted)) {
          LOG.warn(
              "{} has no face of {} class {}: check how the fold files spell it",
              out.root(),
              target.key(),
              target.labels().get(label));
        }
      }
    }
  }

  private SplitSource source(Folds folds) {
    PrepareSettings.SplitSettings splits = settings.splits();
    return splits.source() == PrepareSettings.Source.ORIGINAL_LISTS
        ? new ListedSplits(folds, settings.labels(), new ListFolder(new Path(splits.lists()), conf))
        : new DrawnSplits(folds, settings.labels(), splits.rules());
  }

  /** The alignments that lists exist for. */
  private List<Alignment> viewed() {
    List<Alignment> viewed = new ArrayList<>(settings.alignments());
    if (viewed.containsAll(Alignment.MIXED.parts())) {
      viewed.add(Alignment.MIXED);
    }
    return viewed;
  }

  /** The lists of all rows, whatever becomes of their pictures; wrong ones end the job early. */
  private Lists drawn(Folds folds, SplitSource source) {
    Lists lists = new Lists();
    for (Target target : Target.values()) {
      for (Alignment alignment : viewed()) {
        for (int testFold : folds.ids()) {
          lists.put(target, alignment, testFold, source.split(target, alignment, testFold));
        }
      }
    }
    return lists;
  }

  private DatasetReport report(Folds folds, Ledger ledger, Lists lists) {
    List<Accounting> accounts = new ArrayList<>();
    List<SplitReport> reports = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Alignment alignment : viewed()) {
        accounts.add(ledger.account(target, alignment, lists.all(target, alignment)));
        for (int testFold : folds.ids()) {
          SplitReport report =
              SplitReport.of(
                  folds,
                  settings.labels(),
                  target,
                  alignment,
                  testFold,
                  lists.of(alignment, testFold).get(target));
          report.refuseLeaks();
          reports.add(report);
        }
      }
    }
    return new DatasetReport(accounts, reports);
  }

  private void writeMeans(
      Folds folds,
      Assembly assembly,
      Lists lists,
      List<Manifest.Shard> shards,
      DatasetWriter writer) {
    List<MeanTask.Weighted> weighted =
        assembly.faces().stream()
            .map(face -> new MeanTask.Weighted(face, MeanTask.noTimes()))
            .toList();
    for (Alignment alignment : viewed()) {
      for (int testFold : folds.ids()) {
        List<Member> train = lists.of(alignment, testFold).get(settings.meanTarget()).train();
        if (train.isEmpty()) {
          throw new UsageException(
              "no face trains for %s, %s, test fold %d, so there is no mean image: check the labels"
                  .formatted(settings.meanTarget().key(), alignment.key(), testFold));
        }
        for (Member member : train) {
          weighted.get(assembly.idOf(member, folds)).times()[MeanTask.list(alignment, testFold)]++;
        }
      }
    }
    stages
        .means(shards, weighted, viewed(), folds.ids())
        .forEach((list, mean) -> writer.mean(list.alignment(), list.testFold(), mean));
  }

  private SortedMap<String, Long> counts(
      Folds folds, Assembly assembly, Ledger ledger, PicturePlan pictures) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put("rows", (long) folds.rowsIn());
    counts.put("faces", (long) assembly.faces().size());
    counts.put("rejected-entries", ledger.rejectedEntries());
    counts.put("unlisted-pictures", (long) pictures.unlisted().size());
    return counts;
  }

  private void refuseTooManyRejects(Ledger ledger, DatasetWriter writer) {
    double share = (double) ledger.rejectedEntries() / Math.max(1, ledger.entries());
    if (share > settings.maxRejectedShare() || ledger.rejectedEntries() == ledger.entries()) {
      writer.rejects(ledger.table(Map.of()));
      String reasons =
          settings.alignments().stream()
              .map(a -> a.key() + " " + ledger.rejectedByReason(a))
              .collect(Collectors.joining(", "));
      throw new FailedException(
          "%d of %d entries (%.2f %%) were rejected, more than prepare.max-rejected-share = %s: %s. The first is %s. Each is in %s; repair the tree or raise the share, and start again"
              .formatted(
                  ledger.rejectedEntries(),
                  ledger.entries(),
                  100 * share,
                  settings.maxRejectedShare(),
                  reasons,
                  firstRejected(ledger),
                  out.path(Layout.REJECTS)));
    }
    if (ledger.rejectedEntries() > 0) {
      LOG.warn(
          "{} of {} entries were rejected; each is in {}",
          ledger.rejectedEntries(),
          ledger.entries(),
          out.path(Layout.REJECTS));
    }
  }

  private static String firstRejected(Ledger ledger) {
    return ledger.table(Map.of()).stream()
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

  private PrepareResult finishedBefore(String key) {
    Dataset dataset = Dataset.open(out.root(), conf);
    if (!dataset.manifest().key().equals(key)) {
      throw new UsageException(
          "%s holds a finished dataset that was made with other settings or of another tree; choose another folder, or delete it first"
              .formatted(out.root()));
    }
    LOG.info("{} is finished already, nothing to do", out.root());
    return result(
        dataset.manifest(),
        0,
        dataset.manifest().shards().size(),
        new String(out.read(Layout.ACCOUNTING_TEXT), java.nio.charset.StandardCharsets.UTF_8));
  }

  private void refuseForeign() {
    if (!out.exists(Layout.WORK) && !out.holdsOnly(Lease.FILE)) {
      throw new UsageException(
          "%s is not empty and holds no unfinished dataset: choose another folder"
              .formatted(out.root()));
    }
  }

  /** All that the dataset depends on besides the tree's files. */
  private SortedMap<String, String> provenance() {
    SortedMap<String, String> values = settings.provenance();
    tree.origin().note(FaceOrigin.KEY, values);
    return values;
  }

  private String key(Folds folds, Lists drawn, PicturePlan pictures) {
    return Keys.sha256(
        provenance().toString(),
        tree.foldFileHashes(folds).toString(),
        drawn.sha256(),
        pictures.candidates().stream()
            .map(c -> c.path() + "\t" + c.bytes())
            .collect(Collectors.joining("\n")),
        String.join("\n", pictures.unlisted()));
  }

  private static PrepareResult result(Manifest manifest, int written, int kept, String accounting) {
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
