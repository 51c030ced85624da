package io.agegender.jobs.train;

import io.agegender.training.FloatChunks;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One chunk of the average over the workers.
 *
 * @param reports of all workers, in their order
 * @param values floats, little-endian
 */
record AveragedPiece(List<WorkerReport> reports, byte[] values) implements Serializable {

  /**
   * The mean of the workers' values, each weighted by the examples it learnt from. The sum runs in
   * worker order in double precision, so its bits do not depend on who finished first, and one
   * worker alone gives its own bits back.
   *
   * @param pieces the same chunk of every worker, in any order, at least one
   */
  static AveragedPiece average(Iterable<Piece> pieces) {
    List<Piece> ordered = new ArrayList<>();
    pieces.forEach(ordered::add);
    if (ordered.size() == 1) {
      return new AveragedPiece(List.of(ordered.get(0).report()), ordered.get(0).values());
    }
    ordered.sort(Comparator.comparingInt(p -> p.report().worker()));
    long total = ordered.stream().mapToLong(p -> p.report().examples()).sum();
    double[] sum = new double[ordered.get(0).values().length / Float.BYTES];
    for (Piece piece : ordered) {
      double weight = (double) piece.report().examples() / total;
      FloatBuffer values = FloatChunks.floats(piece.values());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * values.get(i);
      }
    }
    byte[] mean = new byte[sum.length * Float.BYTES];
    FloatBuffer target = FloatChunks.floats(mean);
    for (int i = 0; i < sum.length; i++) {
      target.put(i, (float) sum[i]);
    }
    return new AveragedPiece(ordered.stream().map(Piece::report).toList(), mean);
  }
}
