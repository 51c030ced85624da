// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.jobs.train.heap.HeapNeed;
import io.agegender.prepare.spark.Broadcasts;
import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Runs averaging rounds as Spark jobs: W tasks train; their parameters and momentum are cut into
 * chunks, each chunk is averaged in worker order on an executor, and one averaged copy comes back.
 * The driver never holds a worker's own result.
 */
final class AveragingRounds implements AutoCloseable {
  /** What a task that averages holds of all workers, about. */
  private static final long INPUT_OF_A_TASK = 64L << 20;

  private final JavaSparkContext spark;
  private final Broadcast<RoundWork> work;
  private final long onePiece;

  /** Whether driver and workers are one process. */
  boolean isLocal() {
    return spark.sc().isLocal();
  }

  AveragingRounds(JavaSparkContext spark, RoundWork work) {
    this(spark, work, HeapNeed.ONE_PIECE);
  }

  /**
   * @param onePiece results of more bytes come in parts of that size
   */
  AveragingRounds(JavaSparkContext spark, RoundWork work, long onePiece) {
    this.spark = spark;
    this.work = spark.broadcast(work);
    this.onePiece = onePiece;
  }

  /**
   * What a round gives.
   *
   * @param state the average, at the iteration after the round
   * @param reports of the workers, in their order
   */
  record Outcome(TrainingState state, List<WorkerReport> reports) {}

  /**
   * @param start where all workers start
   * @param minibatches for each worker its steps
   */
  Outcome run(TrainingState start, List<List<Minibatch>> minibatches) {
    int workers = minibatches.size();
    List<WorkerTask> tasks = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      tasks.add(new WorkerTask(worker, List.copyOf(minibatches.get(worker))));
    }
    Broadcast<TrainingState> broadcast = spark.broadcast(start);
    try {
      Broadcast<RoundWork> shared = work;
      JavaPairRDD<Integer, StateChunk> results =
          spark
              .parallelize(tasks, workers)
              .flatMapToPair(task -> trained(shared.value(), broadcast.value(), task).iterator());
      int parameterChunks = start.parameters().chunks().size();
      int chunks = parameterChunks + start.momentum().chunks().size();
      List<Tuple2<Integer, AveragedChunk>> averaged =
          average(results, workers, chunks, 2L * Float.BYTES * start.parameters().length());
      averaged.sort(Comparator.comparing(Tuple2::_1));
      List<byte[]> values = averaged.stream().map(t -> t._2().values()).toList();
      return new Outcome(
          new TrainingState(
              tasks.get(0).end(),
              new FloatChunks(values.subList(0, parameterChunks)),
              new FloatChunks(values.subList(parameterChunks, chunks))),
          averaged.get(0)._2().reports());
    } finally {
      Broadcasts.destroy(broadcast);
    }
  }

  /** Frees what the rounds share on the executors. */
  @Override
  public void close() {
    Broadcasts.destroy(work);
  }

  private List<Tuple2<Integer, AveragedChunk>> average(
      JavaPairRDD<Integer, StateChunk> results, int workers, int chunks, long bytes) {
    if (workers == 1 && bytes <= onePiece) {
      // Nothing to average with: no shuffle.
      return new ArrayList<>(
          results.mapValues(chunk -> AveragedChunk.average(List.of(chunk))).collect());
    }
    JavaPairRDD<Integer, AveragedChunk> averaged =
        results
            .groupByKey(new HashPartitioner(tasks(workers, chunks, bytes)))
            .mapValues(AveragedChunk::average);
    try {
      if (bytes <= onePiece) {
        return new ArrayList<>(averaged.collect());
      }
      // Several jobs, each for some tasks. The shuffle is done once.
      List<Tuple2<Integer, AveragedChunk>> result = new ArrayList<>(chunks);
      int tasks = averaged.getNumPartitions();
      int atOnce = (int) Math.max(1, tasks * onePiece / bytes);
      for (int first = 0; first < tasks; first += atOnce) {
        int[] some = IntStream.range(first, Math.min(tasks, first + atOnce)).toArray();
        for (List<Tuple2<Integer, AveragedChunk>> chunk : averaged.collectPartitions(some)) {
          result.addAll(chunk);
        }
      }
      return result;
    } finally {
      // The shuffle's files would stay on the executors' disks until the driver collects garbage.
      averaged.rdd().cleanShuffleDependencies(false);
    }
  }

  /**
   * How many tasks average: as few as memory allows, because each has its price, and a multiple of
   * the workers, whose slots they share.
   */
  private int tasks(int workers, int chunks, long bytes) {
    long least = 1 + (workers * bytes - 1) / Math.min(INPUT_OF_A_TASK, workers * onePiece);
    return (int) Math.min(chunks, (least + workers - 1) / workers * workers);
  }

  private static List<Tuple2<Integer, StateChunk>> trained(
      RoundWork work, TrainingState start, WorkerTask task) {
    RoundTrainer.Result result = work.train(start, task);
    List<Tuple2<Integer, StateChunk>> chunks = new ArrayList<>();
    for (FloatChunks vector : List.of(result.state().parameters(), result.state().momentum())) {
      for (byte[] values : vector.chunks()) {
        chunks.add(new Tuple2<>(chunks.size(), new StateChunk(result.report(), values)));
      }
    }
    return chunks;
  }
}
