// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Manifest;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.FileSystemSettings;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareSettings;
import io.agegender.prepare.lmdb.ExportLmdbJob;
import io.agegender.prepare.lmdb.ExportLmdbSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Measures {@code prepare} next to a bare OpenCV loop and next to converting every list separately,
 * and the reader next to an LMDB, all in one run on the same files. Of several rounds the best of
 * each counts, because other work on the machine can only slow one down.
 *
 * <p>Run {@code agegender sample-data --size 816 --out RAW}, then {@code agegender bench dataset
 * --raw RAW --work DIR}.
 */
public final class DatasetBenchmark {
  private final PrepareSettings settings;
  private final Path raw;
  private final Path work;
  private final int rounds;
  private final Function<String, SparkSession> sessions;
  private final Progress.Factory progress;
  private final StringBuilder report = new StringBuilder();

  /**
   * @param settings how datasets are made
   * @param raw a raw tree on a local disk, whose pictures are sound
   * @param work a folder for what is written; it needs the room of two datasets and a few LMDBs
   * @param rounds how often each arrangement is measured
   * @param sessions starts Spark with a master
   */
  public DatasetBenchmark(
      PrepareSettings settings,
      Path raw,
      Path work,
      int rounds,
      Function<String, SparkSession> sessions,
      Progress.Factory progress) {
    this.settings = settings;
    this.raw = raw;
    this.work = work;
    this.rounds = rounds;
    this.sessions = sessions;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return the figures, one line each
   * @throws FailedException if something cannot be read or written
   */
  public String run() {
    try {
      Files.createDirectories(work);
      List<Path> pictures = pictures();
      List<Stopwatch.Lap> bare = new ArrayList<>();
      List<Stopwatch.Lap> one = new ArrayList<>();
      List<Stopwatch.Lap> two = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Path stream = work.resolve("bare.bin");
        bare.add(Stopwatch.measure(() -> BareConversion.run(pictures, stream)));
        Files.delete(stream);
        one.add(prepare("local[1]"));
        two.add(prepare("local[2]"));
      }
      conversion(pictures.size(), bare, one, two);
      Dataset dataset = Dataset.open(out(), FileSystemSettings.now());
      whole(dataset, cpu(bare) / pictures.size(), cpu(one));
      new ReaderComparison(dataset, lmdb(dataset), report).run();
      return report.toString();
    } catch (IOException e) {
      throw new FailedException("the benchmark failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FailedException("the benchmark failed: " + e, e);
    }
  }

  private void conversion(
      int pictures, List<Stopwatch.Lap> bare, List<Stopwatch.Lap> one, List<Stopwatch.Lap> two) {
    line("pictures: %d, rounds: %d", pictures, rounds);
    line(
        "bare loop, 1 thread: %.1f pictures/s, %.2f ms CPU each",
        pictures / wall(bare), 1e3 * cpu(bare) / pictures);
    line(
        "prepare, local[1]:   %.1f pictures/s, %.2f ms CPU each",
        pictures / wall(one), 1e3 * cpu(one) / pictures);
    line(
        "prepare, local[2]:   %.1f pictures/s, %.2f ms CPU each",
        pictures / wall(two), 1e3 * cpu(two) / pictures);
    line(
        "prepare per picture and core / bare loop: %.3f by wall clock, %.3f by CPU time (target: 0.9)",
        wall(bare) / wall(one), cpu(bare) / cpu(one));
    line("two cores / one: %.3f (target: 1.7)", wall(one) / wall(two));
  }

  /** The original decoded and stored a face for every list that it is in. */
  private void whole(Dataset dataset, double cpuPerPicture, double cpuOfPrepare)
      throws IOException {
    long entries = 0;
    for (Target target : Target.values()) {
      for (Alignment alignment : dataset.manifest().alignments()) {
        for (int fold : dataset.folds()) {
          for (Subset subset : List.of(Subset.TRAIN, Subset.VAL, Subset.TEST)) {
            entries += dataset.split(target, alignment, fold, subset).size();
          }
        }
      }
    }
    line(
        "entries of all lists: %d, %.2f per stored face",
        entries, (double) entries / dataset.faces().size());
    line(
        "CPU time of a conversion per list / prepare: %.2f (target: 15; bare loop's time per picture, times entries)",
        cpuPerPicture * entries / cpuOfPrepare);
    long bytes = dataset.manifest().files().stream().mapToLong(Manifest.Entry::bytes).sum();
    Path lmdb = lmdb(dataset);
    long listed =
        dataset
            .split(Target.GENDER, Alignment.ALIGNED, dataset.folds().get(0), Subset.TRAIN)
            .size();
    double perEntry = (double) Files.size(lmdb.resolve("data.mdb")) / listed;
    line(
        "bytes of the LMDBs / dataset: %.2f (target: 18; %.0f bytes per LMDB entry, measured on one list)",
        perEntry * entries / bytes, perEntry);
  }

  /** One list as an LMDB, made once. */
  private Path lmdb(Dataset dataset) throws IOException {
    int fold = dataset.folds().get(0);
    Path root = work.resolve("lmdb");
    if (!Files.exists(root)) {
      ExportLmdbJob.run(
          dataset,
          new ExportLmdbSettings(
              List.of(Target.GENDER),
              List.of(Alignment.ALIGNED),
              List.of(fold),
              List.of(Subset.TRAIN)),
          root,
          progress);
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.getFileName().toString().equals("data.mdb"))
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  private Stopwatch.Lap prepare(String master) throws Exception {
    delete(work.resolve("dataset"));
    try (SparkSession spark = sessions.apply(master)) {
      return Stopwatch.measure(
          () ->
              PrepareJob.run(
                  spark, settings, new org.apache.hadoop.fs.Path(raw.toUri()), out(), progress));
    }
  }

  private org.apache.hadoop.fs.Path out() {
    return new org.apache.hadoop.fs.Path(work.resolve("dataset").toUri());
  }

  private List<Path> pictures() throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (Alignment alignment : settings.alignments()) {
      try (Stream<Path> files = Files.walk(raw.resolve(alignment.folder()))) {
        files.filter(Files::isRegularFile).sorted().forEach(pictures::add);
      }
    }
    return pictures;
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double wall(List<Stopwatch.Lap> laps) {
    return laps.stream().mapToDouble(Stopwatch.Lap::wall).min().orElseThrow();
  }

  private static double cpu(List<Stopwatch.Lap> laps) {
    return laps.stream().mapToDouble(Stopwatch.Lap::cpu).min().orElseThrow();
  }

  private void line(String format, Object... values) {
    report.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
