// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.caffe.BinaryProto;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.image.Pixels;
import io.agegender.storage.LocalTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Command {@code export-lmdb}: writes lists of a dataset as LMDBs that Caffe reads, each at its
 * place in the original's tree ({@link LmdbList#folder}), and the mean images as {@code
 * mean_image[_unaligned|_mixed]/Test_fold_is_<k>/mean.binaryproto}. Entries are raw, 3 x 256 x 256.
 */
public final class ExportLmdbJob {
  /** Room for the other fields of a Datum. */
  private static final int LARGEST_VALUE = Pixels.RECORD + 64;

  private final Dataset dataset;
  private final LocalTree tree;
  private final FaceReader reader;
  private final Progress progress;
  private final byte[] record = new byte[Pixels.RECORD];
  private long entries;

  private ExportLmdbJob(Dataset dataset, LocalTree tree, FaceReader reader, Progress progress) {
    this.dataset = dataset;
    this.tree = tree;
    this.reader = reader;
    this.progress = progress;
  }

  /**
   * Writes the lists.
   *
   * @param dataset an open dataset
   * @param out a folder on a local disk that is not there yet or empty; stands there only when it
   *     is whole
   * @throws UsageException if {@code out} holds something, or the dataset has no such alignment or
   *     test fold
   * @throws FailedException if a record is damaged or a file cannot be written
   */
  public static ExportLmdbResult run(
      Dataset dataset,
      ExportLmdbSettings settings,
      java.nio.file.Path out,
      Progress.Factory progress) {
    List<Alignment> alignments = chosen(settings.alignments(), dataset.manifest().alignments());
    List<Integer> testFolds = chosen(settings.testFolds(), dataset.folds());
    List<LmdbList> full = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    long total = 0;
    for (LmdbList list : LmdbList.all(alignments, testFolds)) {
      if (settings.targets().contains(list.target())
          && settings.subsets().contains(list.subset())) {
        int size = samples(dataset, list).size();
        total += size;
        if (size == 0) {
          empty.add(list.folder());
        } else {
          full.add(list);
        }
      }
    }
    try (LocalTree tree = LocalTree.create(out);
        FaceReader reader = dataset.reader();
        Progress reporter = progress.start("export-lmdb", total, "entries")) {
      ExportLmdbJob job = new ExportLmdbJob(dataset, tree, reader, reporter);
      for (LmdbList list : full) {
        job.write(list);
      }
      LmdbOrigin.of(dataset.manifest().recipe().settings()).write(tree.file(LmdbOrigin.FILE));
      List<String> means = job.means(alignments, testFolds);
      tree.finish();
      return new ExportLmdbResult(
          full.stream().map(LmdbList::folder).toList(), empty, job.entries, means);
    } catch (IOException e) {
      throw new FailedException("%s cannot be written: %s".formatted(out, e.getMessage()), e);
    }
  }

  private void write(LmdbList list) throws IOException {
    List<Sample> samples = samples(dataset, list);
    java.nio.file.Path folder = tree.file(list.folder());
    Files.createDirectory(folder);
    try (LmdbWriter writer = new LmdbWriter(folder, samples.size(), LARGEST_VALUE)) {
      for (int line = 0; line < samples.size(); line++) {
        Sample sample = samples.get(line);
        Face face = dataset.faces().get(sample.face());
        reader.read(face, record);
        writer.put(
            new LmdbKey(line, face.key(), face.alignment()).bytes(),
            new Datum(Pixels.CHANNELS, Pixels.SIDE, Pixels.SIDE, record, sample.label(), false)
                .message());
        progress.at(++entries, list.folder());
      }
      writer.finish();
    }
  }

  private List<String> means(List<Alignment> alignments, List<Integer> testFolds)
      throws IOException {
    List<String> means = new ArrayList<>();
    for (Alignment alignment : alignments) {
      for (int testFold : testFolds) {
        String path =
            String.format(
                Locale.ROOT,
                "mean_image%s/Test_fold_is_%d/mean.binaryproto",
                alignment.suffix(),
                testFold);
        BinaryProto mean = BinaryProto.of(dataset.meanImage(alignment, testFold));
        try (OutputStream stream = Files.newOutputStream(tree.file(path))) {
          mean.write(stream);
        }
        means.add(path);
      }
    }
    return means;
  }

  private static List<Sample> samples(Dataset dataset, LmdbList list) {
    return dataset.split(list.target(), list.alignment(), list.testFold(), list.subset());
  }

  private static <T> List<T> chosen(List<T> wanted, List<T> there) {
    return wanted.isEmpty() ? there : wanted;
  }
}
