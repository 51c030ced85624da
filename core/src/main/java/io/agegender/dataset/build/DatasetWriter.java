// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.adience.split.Member;
import io.agegender.adience.split.Split;
import io.agegender.caffe.BinaryProto;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.IndexTable;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.ManifestParser;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.RejectTable;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.SplitTable;
import io.agegender.dataset.format.Subset;
import io.agegender.image.MeanImage;
import io.agegender.storage.FileStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.hadoop.fs.FileStatus;

/**
 * Writes what belongs to a dataset beside its shards, and the manifest at the end. Not thread-safe.
 */
public final class DatasetWriter {
  private final FileStore storage;
  private final SortedMap<String, FileStore.Written> files = new TreeMap<>();

  /**
   * @param storage the dataset's root
   */
  public DatasetWriter(FileStore storage) {
    this.storage = storage;
  }

  /** Takes note of a shard that was written elsewhere. */
  public void shard(int number, FileStore.Written written) {
    files.put(Layout.shard(number), written);
  }

  /** Writes the index. */
  public void index(List<Face> faces) {
    files.put(Layout.INDEX, IndexTable.write(storage, faces));
  }

  /** Writes the table of what is not used. */
  public void rejects(List<Reject> rejects) {
    files.put(Layout.REJECTS, RejectTable.write(storage, rejects));
  }

  /**
   * Writes the lists of an alignment and test fold.
   *
   * @param splits the lists of both targets
   * @param faceOf the {@link Face#id()} of a member, or -1 if it has no record
   */
  public void splits(
      Alignment alignment, int testFold, Map<Target, Split> splits, ToIntFunction<Member> faceOf) {
    Map<SplitTable.Key, List<Sample>> lists = new HashMap<>();
    splits.forEach(
        (target, split) -> {
          for (Subset subset : Subset.values()) {
            lists.put(
                new SplitTable.Key(target, subset),
                subset.of(split).stream()
                    .map(m -> new Sample(faceOf.applyAsInt(m), m.label()))
                    .filter(s -> s.face() >= 0)
                    .toList());
          }
        });
    files.put(
        Layout.splits(alignment, testFold), SplitTable.write(storage, alignment, testFold, lists));
  }

  /** Writes a mean image. */
  public void mean(Alignment alignment, int testFold, MeanImage mean) {
    String path = Layout.mean(alignment, testFold);
    files.put(path, storage.write(path, BinaryProto.of(mean)::write));
  }

  /** Writes a text file of the dataset. */
  public void text(String path, String text) {
    files.put(path, storage.write(path, text));
  }

  /**
   * Deletes shards that do not belong to the dataset and writes the manifest: from here on the
   * dataset exists. Then the work folder goes.
   *
   * @param draft the manifest without files and hash
   * @return the manifest as it was written
   */
  public Manifest commit(Manifest draft) {
    deleteOrphanedFiles();
    List<Manifest.Entry> entries =
        files.entrySet().stream()
            .map(e -> new Manifest.Entry(e.getKey(), e.getValue().bytes(), e.getValue().sha256()))
            .sorted(Comparator.comparing(Manifest.Entry::path))
            .toList();
    byte[] json = ManifestParser.toJson(draft.withFiles(entries));
    storage.write(Layout.MANIFEST, out -> out.write(json));
    storage.delete(Layout.WORK);
    return ManifestParser.parse(storage.path(Layout.MANIFEST).toString(), json);
  }

  /**
   * Files of an earlier attempt with other inputs, and what writers that were killed left behind.
   */
  private void deleteOrphanedFiles() {
    storage.deleteStaleTemporaryFiles();
    for (String folder : List.of("shards", "splits", "means")) {
      for (FileStatus file : storage.list(folder)) {
        String path = folder + "/" + file.getPath().getName();
        if (!files.containsKey(path)) {
          storage.delete(path);
        }
      }
    }
  }
}
