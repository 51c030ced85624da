// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.caffe.BinaryProto;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.IndexTable;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.ManifestParser;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.SplitTable;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.MeanImage;
import io.agegender.storage.FileStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A complete dataset. Opening it reads the manifest and the index; lists and mean images are read
 * when they are first asked for. Thread-safe.
 */
public final class Dataset {
  private final FileStore storage;
  private final Manifest manifest;
  private final List<Face> faces;
  private final Map<String, Map<SplitTable.Key, List<Sample>>> splits = new ConcurrentHashMap<>();
  private final Map<String, MeanImage> means = new ConcurrentHashMap<>();

  private Dataset(FileStore storage, Manifest manifest, List<Face> faces) {
    this.storage = storage;
    this.manifest = manifest;
    this.faces = faces;
  }

  /**
   * Opens a dataset and checks that every file of its manifest is there in full length.
   *
   * @param root its folder, on any Hadoop file system
   * @throws UsageException if there is no manifest, or one of another format version
   * @throws FailedException if files do not fit the manifest
   */
  public static Dataset open(Path root, Configuration conf) {
    FileStore storage = FileStore.of(root, conf);
    Manifest manifest = manifest(storage);
    checkFiles(storage, manifest);
    checkHash(storage, manifest, Layout.INDEX);
    List<Face> faces = IndexTable.read(storage, manifest.classes(Target.AGE));
    checkIndex(storage, manifest, faces);
    return new Dataset(storage, manifest, List.copyOf(faces));
  }

  /** What it consists of, and its identity. */
  public Manifest manifest() {
    return manifest;
  }

  /** Every stored face; the position is {@link Face#id()}. */
  public List<Face> faces() {
    return faces;
  }

  /** The classes of a target. */
  public ClassLabels classes(Target target) {
    return manifest.classes(target);
  }

  /** The test folds, ascending. */
  public List<Integer> folds() {
    return manifest.folds();
  }

  /** Where it is. */
  public Path root() {
    return storage.root();
  }

  /**
   * A split list, in its order.
   *
   * @throws UsageException if the dataset has no such alignment or test fold
   */
  public List<Sample> split(Target target, Alignment alignment, int testFold, Subset subset) {
    check(alignment, testFold);
    return splits
        .computeIfAbsent(
            Layout.splits(alignment, testFold), file -> readSplits(file, alignment, testFold))
        .get(new SplitTable.Key(target, subset));
  }

  /**
   * The mean of the training faces.
   *
   * @throws UsageException if the dataset has no such alignment or test fold
   * @throws FailedException if its file is damaged
   */
  public MeanImage meanImage(Alignment alignment, int testFold) {
    check(alignment, testFold);
    return means.computeIfAbsent(Layout.mean(alignment, testFold), file -> readMean(file));
  }

  /**
   * Opens the shards. Those on a remote store are copied to the JVM's temporary folder; the copies
   * go when the reader is closed.
   */
  public FaceReader reader() {
    ScratchFolder scratch = ScratchFolder.unshared();
    return new MappedFaceReader(shards(scratch), manifest.shards(), scratch::close);
  }

  /**
   * Opens the shards.
   *
   * @param scratch for copies of shards that are on a remote store; they stay there when the reader
   *     is closed
   */
  public FaceReader reader(ScratchFolder scratch) {
    return new MappedFaceReader(shards(scratch), manifest.shards(), () -> {});
  }

  private LocalShards shards(ScratchFolder scratch) {
    Map<String, String> sha256 =
        manifest.files().stream()
            .collect(Collectors.toMap(Manifest.Entry::path, Manifest.Entry::sha256));
    return new LocalShards(storage, sha256, scratch, manifest.sha256());
  }

  static Manifest manifest(FileStore storage) {
    if (!storage.exists(Layout.MANIFEST)) {
      throw new UsageException(
          "%s is not a dataset: it has no %s%s"
              .formatted(
                  storage.root(),
                  Layout.MANIFEST,
                  storage.exists(Layout.WORK)
                      ? "; a prepare job was not finished there, start it again"
                      : "; make one with prepare"));
    }
    return ManifestParser.parse(
        storage.path(Layout.MANIFEST).toString(), storage.read(Layout.MANIFEST));
  }

  private void check(Alignment alignment, int testFold) {
    if (!manifest.alignments().contains(alignment) || !manifest.folds().contains(testFold)) {
      throw new UsageException(
          "%s has no test fold %d of %s faces: its folds are %s, its alignments %s"
              .formatted(
                  storage.root(),
                  testFold,
                  alignment.key(),
                  manifest.folds(),
                  manifest.alignments().stream().map(Alignment::key).toList()));
    }
  }

  private Map<SplitTable.Key, List<Sample>> readSplits(
      String file, Alignment alignment, int testFold) {
    checkHash(storage, manifest, file);
    Map<SplitTable.Key, List<Sample>> lists =
        SplitTable.read(storage, alignment, testFold, manifest.classes(Target.AGE));
    for (List<Sample> list : lists.values()) {
      for (Sample sample : list) {
        if (sample.face() >= faces.size()) {
          throw new FailedException(
              "%s names face %d, but the index has faces 0 to %d; run verify, then restore or prepare again"
                  .formatted(storage.path(file), sample.face(), faces.size() - 1));
        }
      }
    }
    return lists;
  }

  private MeanImage readMean(String file) {
    checkHash(storage, manifest, file);
    // The storage's own file system: the configuration's default may be another one.
    return BinaryProto.readMean(storage.path(file), storage.configuration());
  }

  private static void checkHash(FileStore storage, Manifest manifest, String file) {
    String expected = manifest.file(file).map(Manifest.Entry::sha256).orElse("none");
    String found = storage.hash(file);
    if (!found.equals(expected)) {
      throw new FailedException(
          "%s is damaged: its SHA-256 is %s, the manifest has %s; run verify to see all that is wrong, then restore or prepare again"
              .formatted(storage.path(file), found, expected));
    }
  }

  private static void checkFiles(FileStore storage, Manifest manifest) {
    Map<String, Long> lengths = storage.lengths();
    for (Manifest.Entry entry : manifest.files()) {
      Long length = lengths.get(entry.path());
      if (length == null || length != entry.bytes()) {
        throw new FailedException(
            "%s does not fit its manifest: %s %s; run verify to see all that is wrong, then restore or prepare again"
                .formatted(
                    storage.root(),
                    entry.path(),
                    length == null
                        ? "is missing"
                        : "has %d bytes instead of %d".formatted(length, entry.bytes())));
      }
    }
  }

  private static void checkIndex(FileStore storage, Manifest manifest, List<Face> faces) {
    long records = manifest.shards().stream().mapToLong(Manifest.Shard::records).sum();
    if (faces.size() != records) {
      throw new FailedException(
          "%s does not fit its manifest: %s has %d rows, the shards hold %d records"
              .formatted(storage.root(), Layout.INDEX, faces.size(), records));
    }
    for (int row = 0; row < faces.size(); row++) {
      if (faces.get(row).id() != row) {
        throw new FailedException(
            "%s is damaged: row %d has id %d; run verify, then restore or prepare again"
                .formatted(storage.path(Layout.INDEX), row, faces.get(row).id()));
      }
    }
  }
}
