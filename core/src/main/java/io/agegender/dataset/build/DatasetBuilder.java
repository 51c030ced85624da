// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Target;
import io.agegender.adience.split.Member;
import io.agegender.adience.split.RowNumbers;
import io.agegender.adience.split.SplitReport;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.foundation.build.Build;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.MeanImage;
import io.agegender.image.MeanSum;
import io.agegender.image.Picture;
import io.agegender.storage.Checksums;
import io.agegender.storage.FileStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dataset of any source: lists, accounting, leak check, mean images, counts, provenance and
 * manifest. The bytes are a function of the source alone. Not thread-safe.
 */
public final class DatasetBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetBuilder.class);

  private final DatasetSource source;
  private final DatasetWriter writer;
  private final SplitReport.Rows rows;

  /** Made when pictures have become faces: of a large table it is most of what the driver holds. */
  private Map<FaceKey, List<FoldRow>> rowsOf = Map.of();

  /**
   * @param store the dataset's root
   */
  public DatasetBuilder(DatasetSource source, FileStore store) {
    this.source = source;
    this.writer = new DatasetWriter(store);
    this.rows =
        new SplitReport.Rows(
            source.folds(),
            RowNumbers.of(source.folds().rows()),
            source.labels(),
            source::pictured);
  }

  /** The lists whose training part a mean image is made of. */
  public record MeanOf(Alignment alignment, int testFold) {}

  /** A mean image to make: how often each face, by {@link Face#id()}, is in the training list. */
  public record MeanList(MeanOf of, Map<Integer, Integer> times) {}

  /**
   * What a source adds.
   *
   * @param shardRecords the most records of a shard
   * @param key the dataset's key for its faces: the same inputs and settings, the same key
   * @param furtherCounts for the manifest, besides rows, faces, rejects and unlisted pictures
   * @param texts further text files by their path in the dataset
   * @param beforeCommit is run before the manifest is written
   */
  public record Options(
      int shardRecords,
      Function<List<Face>, String> key,
      SortedMap<String, Long> furtherCounts,
      Map<String, String> texts,
      Runnable beforeCommit) {}

  /** A finished dataset and its accounting as text. */
  public record Built(Manifest manifest, String accounting) {}

  /**
   * The shards and what became of each picture.
   *
   * @param faces the rows of the index, in the order of shards and slots
   * @param shards the shards by number, which are written
   * @param rejected the pictures without a record
   */
  public record Stored(
      List<Face> faces, List<Manifest.Shard> shards, Map<FaceImage, Picture.Rejected> rejected) {}

  /** Writes what else belongs to a dataset. */
  public DatasetWriter writer() {
    return writer;
  }

  private Map<FaceKey, List<FoldRow>> rowsOf() {
    if (rowsOf.isEmpty()) {
      rowsOf =
          source.folds().rows().stream()
              .collect(
                  Collectors.groupingBy(
                      FoldRow::face,
                      HashMap::new,
                      Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
    }
    return rowsOf;
  }

  /** Small datasets may be meant so; a target without any face is refused by a sweep's plan. */
  private void warnOfEmptyClasses(List<Face> faces) {
    for (Target target : Target.values()) {
      List<String> labels = source.labels().classes(target).labels();
      for (int label = 0; label < labels.size(); label++) {
        int wanted = label;
        if (faces.stream().noneMatch(face -> face.label(target) == wanted)) {
          LOG.warn(
              "no face has the {} class {}: nothing can learn it; look at the labels of the fold files and at {}",
              target.key(),
              labels.get(label),
              Layout.ACCOUNTING_TEXT);
        }
      }
    }
  }

  /** A row of the index. */
  public Face face(int id, FaceImage image, Face.Place place, SourceFacts facts) {
    List<FoldRow> rows = rowsOf().get(image.face());
    FoldRow row = rows.get(0);
    return new Face(
        id,
        image.face(),
        row.fold(),
        image.alignment(),
        new Face.FaceLabels(
            row.age(),
            row.gender(),
            source.labels().classOf(Target.AGE, row),
            source.labels().classOf(Target.GENDER, row)),
        rows.size(),
        place,
        facts);
  }

  /**
   * Makes a dataset of pictures that this JVM reads, each once, in the order of the index.
   *
   * @param reporter is told of each picture
   * @throws UsageException if test faces are known from training, or nothing trains in a fold
   * @throws FailedException if a picture cannot be read, or a file cannot be written
   */
  public static Built build(
      PictureSource source, FileStore store, Options options, Progress reporter) {
    DatasetBuilder builder = new DatasetBuilder(source, store);
    SplitLists lists = SplitLists.of(source);
    // Leaks end the job before pictures are read.
    builder.report(new SampleAccounting(source, Map.of()), lists);
    List<FaceImage> images = builder.sorted(source);
    Map<FaceImage, Integer> ids = new HashMap<>();
    images.forEach(image -> ids.put(image, ids.size()));
    Map<Integer, Map<MeanOf, Integer>> weights = new HashMap<>();
    Map<MeanOf, MeanSum> sums = new LinkedHashMap<>();
    for (MeanList list : builder.meanLists(lists, ids)) {
      sums.put(list.of(), new MeanSum());
      list.times()
          .forEach(
              (face, times) ->
                  weights.computeIfAbsent(face, f -> new HashMap<>()).put(list.of(), times));
    }
    List<Face> faces = new ArrayList<>();
    List<Manifest.Shard> shards = new ArrayList<>();
    List<PictureSource.StoredPicture> pictures = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      PictureSource.StoredPicture picture = source.picture(images.get(i));
      weights
          .getOrDefault(i, Map.of())
          .forEach((mean, times) -> sums.get(mean).add(picture.record(), times));
      pictures.add(picture);
      Alignment alignment = images.get(i).alignment();
      boolean last = i + 1 == images.size() || images.get(i + 1).alignment() != alignment;
      if (last || pictures.size() == options.shardRecords()) {
        Manifest.Shard shard = new Manifest.Shard(shards.size(), alignment, pictures.size());
        List<byte[]> records = pictures.stream().map(PictureSource.StoredPicture::record).toList();
        builder.writer.shard(shard.number(), ShardWriter.write(store, shard.number(), records));
        for (int slot = 0; slot < records.size(); slot++) {
          int id = faces.size();
          int crc = Checksums.crc32c(records.get(slot));
          faces.add(
              builder.face(
                  id,
                  images.get(id),
                  new Face.Place(shard.number(), slot, crc),
                  pictures.get(slot).facts()));
        }
        shards.add(shard);
        pictures.clear();
      }
      reporter.at(i + 1, "");
    }
    options.texts().forEach(builder.writer::text);
    Map<MeanOf, MeanImage> means = new LinkedHashMap<>();
    sums.forEach((of, sum) -> means.put(of, sum.mean()));
    return builder.complete(
        new Stored(faces, shards, Map.of()),
        lists,
        mine -> means,
        options.key().apply(faces),
        options.furtherCounts(),
        options.beforeCommit());
  }

  /**
   * Writes all but the shards, the manifest last.
   *
   * @param all the lists of all rows; those whose picture has no record are taken out of them
   * @param means makes the mean images
   * @param beforeCommit is run before the manifest is written
   * @throws UsageException if test faces are known from training, or nothing trains in a fold
   * @throws FailedException if a file cannot be written
   */
  public Built complete(
      Stored stored,
      SplitLists all,
      Function<List<MeanList>, Map<MeanOf, MeanImage>> means,
      String key,
      SortedMap<String, Long> furtherCounts,
      Runnable beforeCommit) {
    Folds folds = source.folds();
    Map<FaceImage, Integer> ids = new HashMap<>();
    stored.faces().forEach(face -> ids.put(new FaceImage(face.key(), face.alignment()), face.id()));
    Set<FaceImage> unusable = source.sharedPixels();
    SplitLists lists =
        all.only(member -> ids.containsKey(image(member)) && !unusable.contains(image(member)));
    SampleAccounting accounting = new SampleAccounting(source, stored.rejected());
    DatasetReport report = report(accounting, lists);
    warnOfEmptyClasses(stored.faces());
    writer.index(stored.faces());
    for (Alignment alignment : source.alignments()) {
      for (int testFold : folds.ids()) {
        writer.splits(
            alignment, testFold, lists.of(alignment, testFold), member -> ids.get(image(member)));
      }
    }
    writer.rejects(accounting.table(lists));
    means
        .apply(meanLists(lists, ids))
        .forEach((of, mean) -> writer.mean(of.alignment(), of.testFold(), mean));
    writer.text(Layout.ACCOUNTING, report.json());
    String text = notes() + report.text();
    writer.text(Layout.ACCOUNTING_TEXT, text);
    SortedMap<String, Long> counts = new TreeMap<>(furtherCounts);
    counts.put("rows", (long) folds.rowsIn());
    counts.put("faces", (long) stored.faces().size());
    counts.put("rejected-entries", accounting.rejectedEntries());
    counts.put("unlisted-pictures", (long) source.unlisted().size());
    beforeCommit.run();
    Manifest manifest =
        writer.commit(
            new Manifest(
                new Manifest.Recipe(Build.program(), key, source.provenance()),
                folds.ids(),
                source.alignments(),
                counts,
                stored.shards(),
                List.of(),
                ""));
    return new Built(manifest, text);
  }

  private String notes() {
    return source.notes().isEmpty() ? "" : String.join("\n", source.notes()) + "\n\n";
  }

  private FaceImage image(Member member) {
    return new FaceImage(source.folds().rows().get(member.row()).face(), member.alignment());
  }

  private List<FaceImage> sorted(PictureSource pictures) {
    return pictures.images().stream()
        .sorted(
            Comparator.comparing(FaceImage::alignment)
                .thenComparing(image -> rowsOf().get(image.face()).get(0).fold())
                .thenComparing(FaceImage::face))
        .toList();
  }

  private DatasetReport report(SampleAccounting accounting, SplitLists lists) {
    List<Accounting> accounts = new ArrayList<>();
    List<SplitReport> reports = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Alignment alignment : source.alignments()) {
        for (int testFold : source.folds().ids()) {
          SplitReport report =
              SplitReport.of(
                  rows, target, alignment, testFold, lists.of(alignment, testFold).get(target));
          report.refuseLeaks();
          reports.add(report);
        }
        accounts.add(accounting.account(target, alignment, lists.all(target, alignment)));
      }
    }
    return new DatasetReport(accounts, reports);
  }

  private List<MeanList> meanLists(SplitLists lists, Map<FaceImage, Integer> ids) {
    List<MeanList> means = new ArrayList<>();
    for (Alignment alignment : source.alignments()) {
      for (int testFold : source.folds().ids()) {
        List<Member> train =
            source.meanTargets().stream()
                .map(target -> lists.of(alignment, testFold).get(target).train())
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElseThrow(
                    () ->
                        new UsageException(
                            "no face trains for %s, %s, test fold %d, so there is no mean image: check the labels"
                                .formatted(
                                    source.meanTargets().get(0).key(), alignment.key(), testFold)));
        Map<Integer, Integer> times = new HashMap<>();
        train.forEach(member -> times.merge(ids.get(image(member)), 1, Integer::sum));
        means.add(new MeanList(new MeanOf(alignment, testFold), times));
      }
    }
    return means;
  }
}
