// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.jobs.LocalCluster;
import io.agegender.training.AugmentedSample;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Rounds of averaging without a network, of any size, for tests of memory and limits. */
public final class MadeRounds {
  private MadeRounds() {}

  /** A worker whose every parameter is its number; of as many chunks as it started from. */
  static RoundTrainer.Result number(TrainingState start, WorkerTask task) {
    FloatChunks parameters = filled(start.parameters().length(), task.worker());
    FloatChunks momentum = filled(start.momentum().length(), -task.worker());
    return new RoundTrainer.Result(
        new TrainingState(start.iteration() + 1, parameters, momentum),
        new WorkerReport(task.worker(), 1, new double[] {0}, new double[] {0}, "made"));
  }

  static TrainingState state(long megabytes) {
    long floats = megabytes * (1 << 20) / Float.BYTES / 2;
    return new TrainingState(0, filled(floats, 0), filled(floats, 0));
  }

  static List<List<Minibatch>> minibatches(int workers) {
    Minibatch one = new Minibatch(0, 0, List.of(new AugmentedSample(0, 0, 0)));
    return Collections.nCopies(workers, List.of(one));
  }

  static FloatChunks filled(long floats, float value) {
    List<byte[]> chunks = new ArrayList<>();
    for (long left = floats; left > 0; left -= FloatChunks.chunkFloats(floats)) {
      int count = (int) Math.min(left, FloatChunks.chunkFloats(floats));
      ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        bytes.putFloat(value);
      }
      chunks.add(bytes.array());
    }
    return new FloatChunks(chunks);
  }

  /**
   * A driver whose heap the test bounds.
   *
   * @param args a folder for Spark, workers, megabytes of parameters and momentum together, and the
   *     megabytes up to which results come in one piece
   */
  public static void main(String[] args) throws IOException {
    int workers = Integer.parseInt(args[1]);
    try (LocalCluster cluster = LocalCluster.start(Path.of(args[0]))) {
      AveragingRounds rounds =
          new AveragingRounds(
              new JavaSparkContext(cluster.spark().sparkContext()),
              MadeRounds::number,
              Long.parseLong(args[3]) << 20);
      TrainingState state = state(Long.parseLong(args[2]));
      for (int round = 0; round < 2; round++) {
        state = rounds.run(state, minibatches(workers)).state();
      }
      float mean = (workers - 1) / 2f;
      if (!state.parameters().sha256().equals(filled(state.parameters().length(), mean).sha256())) {
        throw new IllegalStateException("not the mean");
      }
    }
  }
}
