// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldFile;
import io.agegender.adience.sample.SampleResult;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.Progress;
import io.agegender.storage.LocalTree;
import io.agegender.synthetic.painting.Studio;
import io.agegender.synthetic.people.SampleRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An Adience-shaped tree of synthetic faces: {@code
 * faces/<user>/coarse_tilt_aligned_face.<face>.<photo>}, {@code
 * aligned/<user>/landmark_aligned_face.<face>.<photo>} and {@code fold_0_data.txt} to {@code
 * fold_4_data.txt}, and {@code made-up.txt}, which says what they are. Needs no Spark: a pool of
 * threads keeps all processors of one machine busy.
 */
final class SyntheticFaceTree {
  private final SampleSettings settings;
  private final LocalTree tree;
  private final Progress progress;
  private final AtomicInteger pictures = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private SyntheticFaceTree(SampleSettings settings, LocalTree tree, Progress progress) {
    this.settings = settings;
    this.tree = tree;
    this.progress = progress;
  }

  /**
   * Generates the tree. The same settings give the same bytes, whatever the number of threads.
   *
   * @param out must not be there yet or be empty; stands there only when it is whole
   * @throws UsageException if {@code out} holds something, or the given fold files cannot be used
   * @throws FailedException if a file cannot be written
   */
  static SampleResult run(SampleSettings settings, Path out, Progress.Factory progress) {
    List<SyntheticRow> generated =
        settings.folds().isPresent()
            ? List.of()
            : SyntheticRows.of(settings.faces(), settings.seed());
    List<SampleRow> rows =
        settings
            .folds()
            .map(GivenRows::of)
            .orElseGet(() -> generated.stream().map(SyntheticRow::sample).toList());
    Map<FaceKey, SampleRow> faces = new LinkedHashMap<>();
    rows.forEach(row -> faces.putIfAbsent(row.face(), row));
    try (LocalTree tree = LocalTree.create(out);
        Progress drawing = progress.start("sample-data", 2L * faces.size(), "pictures")) {
      SyntheticFaceTree job = new SyntheticFaceTree(settings, tree, drawing);
      job.draw(List.copyOf(faces.values()));
      job.writeFolds(generated);
      tree.finish();
      int subjects = (int) rows.stream().map(row -> row.face().subject()).distinct().count();
      return new SampleResult(
          rows.size(), faces.size(), subjects, job.pictures.get(), job.bytes.get());
    }
  }

  private void draw(List<SampleRow> faces) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < settings.threads(); i++) {
        workers.add(pool.submit(() -> work(faces, next)));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      // After a failure the other threads take no further face; none may write once we return.
      next.set(faces.size());
      pool.shutdown();
      awaitEnd(pool);
    }
  }

  private Void work(List<SampleRow> faces, AtomicInteger next) throws IOException {
    Studio studio = new Studio(settings);
    for (int at = next.getAndIncrement(); at < faces.size(); at = next.getAndIncrement()) {
      for (Alignment alignment : Alignment.MIXED.parts()) {
        byte[] jpeg = studio.photograph(faces.get(at), alignment);
        Files.write(tree.file(faces.get(at).face().path(alignment)), jpeg);
        bytes.addAndGet(jpeg.length);
        progress.at(pictures.incrementAndGet(), "");
      }
    }
    return null;
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("generating synthetic faces was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new FailedException(
          "a picture could not be written: %s; is the disk full?".formatted(e.getCause()),
          e.getCause());
    }
  }

  private static void awaitEnd(ExecutorService pool) {
    try {
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeFolds(List<SyntheticRow> rows) {
    try {
      Files.writeString(
          tree.file(FaceOrigin.MARK),
          String.format(
              Locale.ROOT,
              "The faces of this tree are made up: agegender sample-data, seed %d, %d pixels.\n",
              settings.seed(),
              settings.size()),
          StandardCharsets.UTF_8);
      for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
        Path file = tree.file(FoldFile.name(fold));
        if (settings.folds().isPresent()) {
          Files.copy(settings.folds().get().resolve(FoldFile.name(fold)), file);
          continue;
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", FoldFile.COLUMNS));
        for (SyntheticRow row : rows) {
          if (row.sample().fold() == fold) {
            lines.add(row.line());
          }
        }
        // Not the lines' overload: its line ends would be the platform's.
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new FailedException("a fold file could not be written: %s".formatted(e), e);
    }
  }
}
