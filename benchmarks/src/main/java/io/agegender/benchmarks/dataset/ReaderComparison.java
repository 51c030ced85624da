// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.dataset;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.image.Crop;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.training.AugmentedSample;
import io.agegender.training.BatchAssembler;
import io.agegender.training.Minibatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Training samples per second from shards, in random order, next to an LMDB from front to back. */
final class ReaderComparison {
  private static final int SIZE = 227;
  private static final int BATCH = 50;
  private static final int ROUNDS = 5;
  private static final int LEAST_SAMPLES = 10_000;

  private final Dataset dataset;
  private final Path lmdb;
  private final StringBuilder report;
  private final MeanImage mean;
  private final List<AugmentedSample> draws = new ArrayList<>();

  ReaderComparison(Dataset dataset, Path lmdb, StringBuilder report) {
    this.dataset = dataset;
    this.lmdb = lmdb;
    this.report = report;
    int fold = dataset.folds().get(0);
    this.mean = dataset.meanImage(Alignment.ALIGNED, fold);
    List<Sample> train =
        new ArrayList<>(dataset.split(Target.GENDER, Alignment.ALIGNED, fold, Subset.TRAIN));
    Random random = new Random(1);
    Collections.shuffle(train, random);
    while (draws.size() < LEAST_SAMPLES) {
      for (Sample sample : train) {
        draws.add(new AugmentedSample(sample.face(), sample.label(), random.nextLong()));
      }
    }
  }

  void run() throws Exception {
    double shards = 0;
    double batches = 0;
    double front = 0;
    for (int round = 0; round < ROUNDS; round++) {
      shards = Math.max(shards, draws.size() / Stopwatch.measure(this::records).wall());
      batches = Math.max(batches, draws.size() / Stopwatch.measure(this::batches).wall());
      int[] read = new int[1];
      Stopwatch.Lap lap = Stopwatch.measure(() -> read[0] = frontToBack());
      front = Math.max(front, read[0] / lap.wall());
    }
    report.append(
        String.format(
            Locale.ROOT,
            "reader, 1 thread, random order, CRC, 227 crop, mirror, mean, float: %.0f samples/s (target: 5000)%n"
                + "minibatches as training takes them (BatchAssembler, ND4J arrays): %.0f samples/s%n"
                + "LMDB front to back, same work, no CRC: %.0f samples/s%n"
                + "reader / LMDB: %.3f (target: 1)%n",
            shards,
            batches,
            front,
            shards / front));
  }

  private void records() {
    byte[] record = new byte[Pixels.RECORD];
    float[] pixels = new float[BATCH * Pixels.CHANNELS * SIZE * SIZE];
    try (FaceReader reader = dataset.reader()) {
      for (int i = 0; i < draws.size(); i++) {
        reader.read(dataset.faces().get(draws.get(i).face()), record);
        crop(record, i, pixels);
      }
    }
  }

  private void batches() {
    try (FaceReader reader = dataset.reader()) {
      BatchAssembler assembler =
          new BatchAssembler(dataset, reader, mean, SIZE, Target.GENDER.classes(), 1);
      for (int from = 0; from < draws.size(); from += BATCH) {
        assembler.assemble(
            new Minibatch(0, 0, draws.subList(from, Math.min(draws.size(), from + BATCH))));
      }
    }
  }

  private int frontToBack() throws Exception {
    float[] pixels = new float[BATCH * Pixels.CHANNELS * SIZE * SIZE];
    int[] read = new int[1];
    while (read[0] < LEAST_SAMPLES) {
      LmdbPass.run(lmdb, record -> crop(record, read[0]++ % draws.size(), pixels));
    }
    return read[0];
  }

  private void crop(byte[] record, int i, float[] pixels) {
    Crop.into(
        record, mean, draws.get(i).crop(SIZE), pixels, i % BATCH * Pixels.CHANNELS * SIZE * SIZE);
  }
}
