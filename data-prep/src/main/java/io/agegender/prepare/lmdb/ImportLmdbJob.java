// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.dataset.build.DatasetBuilder;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Layout;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.progress.Progress;
import io.agegender.prepare.lmdb.Survey.Conflict;
import io.agegender.storage.FileStore;
import io.agegender.storage.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Command {@code import-lmdb}: makes a dataset out of the original's LMDBs, each picture once. The
 * lists are those of the LMDBs, entry for entry; a face belongs to the fold that it is tested in.
 * Needs no Spark: an LMDB is read from one disk in one order.
 */
public final class ImportLmdbJob {
  /** The entries that contradict an earlier one, with a header line. */
  static final String CONFLICTS = "conflicts.tsv";

  private static final Logger LOG = LoggerFactory.getLogger(ImportLmdbJob.class);

  /** For how long a job on another machine may be silent before its work is taken over. */
  private static final Duration LEASE_TERM = Duration.ofSeconds(30);

  private final ImportLmdbSettings settings;
  private final LmdbTree tree;
  private final Survey survey;
  private final FileStore storage;

  private ImportLmdbJob(
      ImportLmdbSettings settings, LmdbTree tree, Survey survey, FileStore storage) {
    this.settings = settings;
    this.tree = tree;
    this.survey = survey;
    this.storage = storage;
  }

  /**
   * Makes the dataset.
   *
   * @param root the local directory with {@code lmdb}, {@code lmdb_unaligned}, {@code lmdb_mixed}
   *     or some of them
   * @param out the dataset's folder on any Hadoop file system; not there yet or empty. It stands
   *     there only when it is whole; on S3 it is written there, the manifest last, and an attempt
   *     that was killed is done again
   * @param conf finds the file system of {@code out}
   * @throws UsageException if there is nothing to import, {@code out} holds something, test faces
   *     are known from training, or entries contradict each other and the settings refuse that
   * @throws FailedException if too many entries cannot be used, or files cannot be written
   */
  public static ImportLmdbResult run(
      ImportLmdbSettings settings,
      java.nio.file.Path root,
      Path out,
      Configuration conf,
      Progress.Factory progress) {
    FileStore target = FileStore.of(out, conf);
    boolean unfinished = target.exists(Layout.WORK) && !target.exists(Layout.MANIFEST);
    if (!unfinished && !target.holdsOnly("")) {
      throw new UsageException(
          "%s holds something already: choose another folder".formatted(target.root()));
    }
    LmdbTree tree = LmdbTree.find(root, settings);
    tree.missing().forEach(list -> LOG.warn("{} is not there: its list stays empty", list));
    Survey survey = Survey.of(tree, progress);
    refuseTooManyRejects(settings, survey);
    refuseConflicts(settings, survey);
    if (!target.renamesInOneStep()) {
      // The manifest comes last; until then the work folder says whose files these are.
      try (Lease lease = Lease.take(target, LEASE_TERM)) {
        target.makeFolder(Layout.WORK);
        return new ImportLmdbJob(settings, tree, survey, target).make(progress, lease::check);
      }
    }
    AtomicReference<ImportLmdbResult> result = new AtomicReference<>();
    target.replace(
        work ->
            result.set(new ImportLmdbJob(settings, tree, survey, work).make(progress, () -> {})));
    return result.get();
  }

  /**
   * @param beforeCommit is run before the manifest is written
   */
  private ImportLmdbResult make(Progress.Factory progress, Runnable beforeCommit) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put("lmdb-entries", survey.entries());
    counts.put("conflicts", (long) survey.conflicts().size());
    try (LmdbSource source = new LmdbSource(tree, survey, settings);
        Progress reporter =
            progress.start("import-lmdb: writing", survey.images().size(), "faces")) {
      DatasetBuilder.Built built =
          DatasetBuilder.build(
              source,
              storage,
              new DatasetBuilder.Options(
                  settings.shardRecords(),
                  this::key,
                  counts,
                  Map.of(CONFLICTS, conflicts()),
                  beforeCommit),
              reporter);
      return new ImportLmdbResult(
          tree.lists().size(),
          tree.missing().stream().map(LmdbList::folder).toList(),
          new ImportLmdbResult.Counts(
              survey.entries(),
              survey.images().size(),
              survey.rejects().size(),
              survey.skipped(),
              survey.conflicts().size()),
          built.accounting(),
          built.manifest().sha256());
    }
  }

  private String conflicts() {
    return "lmdb\tkey\twhat\tfound\tkept\n"
        + survey.conflicts().stream()
            .map(
                c ->
                    String.join("\t", c.list().folder(), c.key(), c.what(), c.found(), c.kept())
                        + "\n")
            .collect(Collectors.joining());
  }

  /** The same settings, faces and pixels, the same key. */
  private String key(List<Face> faces) {
    StringBuilder text = new StringBuilder(settings.provenance().toString()).append('\n');
    tree.origin().facts().forEach((name, value) -> text.append(name).append(value).append('\n'));
    tree.lists()
        .forEach(list -> text.append(list).append(survey.entries(list).size()).append('\n'));
    faces.forEach(face -> text.append(face).append('\n'));
    return Sha256.of(text.toString());
  }

  private static void refuseTooManyRejects(ImportLmdbSettings settings, Survey survey) {
    int rejected = survey.rejects().size();
    if (rejected == 0) {
      return;
    }
    String first =
        "%s: %s, %s"
            .formatted(
                survey.rejects().get(0).path(),
                survey.rejects().get(0).reason(),
                survey.rejects().get(0).detail());
    double share = (double) rejected / survey.entries();
    if (share > settings.maxRejectedShare() || rejected == survey.entries()) {
      Map<String, Long> reasons =
          survey.rejects().stream()
              .collect(
                  Collectors.groupingBy(
                      reject -> reject.reason(), TreeMap::new, Collectors.counting()));
      throw new FailedException(
          "%d of %d entries (%.2f %%) cannot be used, more than import-lmdb.max-rejected-share = %s: %s; the first is %s"
              .formatted(
                  rejected,
                  survey.entries(),
                  100 * share,
                  settings.maxRejectedShare(),
                  reasons,
                  first));
    }
    LOG.warn("{} of {} entries cannot be used; the first is {}", rejected, survey.entries(), first);
  }

  private static void refuseConflicts(ImportLmdbSettings settings, Survey survey) {
    if (survey.conflicts().isEmpty()) {
      return;
    }
    Conflict first = survey.conflicts().get(0);
    String message =
        "%d entries contradict an earlier one of the same face; the first is %s %s: %s is %s, but %s"
            .formatted(
                survey.conflicts().size(),
                first.list(),
                first.key(),
                first.what(),
                first.found(),
                first.kept());
    if (settings.conflicts() == ImportLmdbSettings.Conflicts.REFUSE) {
      throw new UsageException(
          message
              + ". Import LMDBs of one making, or set import-lmdb.conflicts to \"report\" to keep the earlier ones");
    }
    LOG.warn("{}; all are in {}", message, CONFLICTS);
  }
}
