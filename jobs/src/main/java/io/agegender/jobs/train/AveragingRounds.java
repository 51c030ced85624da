package io.agegender.jobs.train;

import io.agegender.training.FloatChunks;
import io.agegender.training.Minibatch;
import io.agegender.training.TrainingState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
final class AveragingRounds {
  /**
   * Results up to this size come in one piece; Spark's default limit for all results of a job is 1
   * GiB.
   */
  private static final long ONE_PIECE = 512L << 20;

  private final JavaSparkContext spark;
  private final Broadcast<WorkerContext> context;

  AveragingRounds(JavaSparkContext spark, WorkerContext context) {
    this.spark = spark;
    this.context = spark.broadcast(context);
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
      Broadcast<WorkerContext> shared = context;
      JavaPairRDD<Integer, Piece> pieces =
          spark
              .parallelize(tasks, workers)
              .flatMapToPair(task -> pieces(shared.value(), broadcast.value(), task).iterator());
      long bytes = 2L * Float.BYTES * start.parameters().length();
      int parameterChunks = start.parameters().chunks().size();
      int chunks = parameterChunks + start.momentum().chunks().size();
      List<Tuple2<Integer, AveragedPiece>> averaged = average(pieces, workers, chunks, bytes);
      averaged.sort(Comparator.comparing(Tuple2::_1));
      List<byte[]> values = averaged.stream().map(t -> t._2().values()).toList();
      int end =
          tasks.get(0).minibatches().get(tasks.get(0).minibatches().size() - 1).iteration() + 1;
      return new Outcome(
          new TrainingState(
              end,
              new FloatChunks(values.subList(0, parameterChunks)),
              new FloatChunks(values.subList(parameterChunks, chunks))),
          averaged.get(0)._2().reports());
    } finally {
      broadcast.destroy();
    }
  }

  /** Frees what the rounds share on the executors. */
  void close() {
    context.destroy();
  }

  private static List<Tuple2<Integer, AveragedPiece>> average(
      JavaPairRDD<Integer, Piece> pieces, int workers, int chunks, long bytes) {
    if (workers == 1 && bytes <= ONE_PIECE) {
      // Nothing to average with: no shuffle.
      return new ArrayList<>(
          pieces.mapValues(piece -> AveragedPiece.average(List.of(piece))).collect());
    }
    JavaPairRDD<Integer, AveragedPiece> averaged =
        pieces.groupByKey(new HashPartitioner(chunks)).mapValues(AveragedPiece::average);
    if (bytes <= ONE_PIECE) {
      return new ArrayList<>(averaged.collect());
    }
    // A job for each chunk, so that no job's results reach Spark's limit. The shuffle is done once.
    List<Tuple2<Integer, AveragedPiece>> result = new ArrayList<>(chunks);
    averaged.toLocalIterator().forEachRemaining(result::add);
    return result;
  }

  private static List<Tuple2<Integer, Piece>> pieces(
      WorkerContext context, TrainingState start, WorkerTask task) {
    Trainer.Result result = context.train(start, task);
    List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
    for (FloatChunks vector : List.of(result.state().parameters(), result.state().momentum())) {
      for (byte[] values : vector.chunks()) {
        pieces.add(new Tuple2<>(pieces.size(), new Piece(result.report(), values)));
      }
    }
    return pieces;
  }
}
