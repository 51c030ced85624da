// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import io.agegender.foundation.error.FailedException;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What became of one run.
 *
 * @param member of the grid
 * @param points by iteration, at least one
 */
record Course(Grid.Member member, List<Point> points) {
  Course {
    points = List.copyOf(points);
  }

  /**
   * Reads what the sweep left.
   *
   * @throws FailedException if it has no predictions
   */
  static Course read(Grid.Member member, RunDirectory run, Configuration hadoop) {
    List<MetricsLog.Row> rows = run.metrics().read(Integer.MAX_VALUE);
    List<PredictionSet> scored = new ArrayList<>();
    for (Path file : run.predictionFiles()) {
      scored.add(PredictionsFile.read(file, hadoop));
    }
    scored.sort(Comparator.comparingLong(set -> set.header().iteration()));
    List<Point> points = new ArrayList<>();
    int before = 0;
    for (PredictionSet set : scored) {
      points.add(point(set, rows, before));
      before = Math.toIntExact(set.header().iteration());
    }
    if (points.isEmpty()) {
      throw new FailedException(
          "%s has no predictions, although it was scored; remove its folder and start again"
              .formatted(run.path()));
    }
    return new Course(member, points);
  }

  /** The last one. */
  Point end() {
    return points.get(points.size() - 1);
  }

  private static Point point(PredictionSet set, List<MetricsLog.Row> rows, int before) {
    int iteration = Math.toIntExact(set.header().iteration());
    List<MetricsLog.Row> until = rows.stream().filter(row -> row.iteration() <= iteration).toList();
    List<Prediction> predictions = set.predictions().get(CropMode.CENTRE);
    return new Point(
        iteration,
        until.stream().mapToLong(MetricsLog.Row::images).sum(),
        until.stream().mapToDouble(MetricsLog.Row::seconds).sum(),
        MetricsLog.meanLoss(until, before).orElse(Double.NaN),
        predictions.stream()
            .mapToInt(p -> p.predicted() == p.label() ? 1 : 0)
            .average()
            .orElseThrow(),
        predictions.stream().mapToDouble(Course::loss).average().orElseThrow());
  }

  /** Caffe's clamp keeps it finite. */
  private static double loss(Prediction prediction) {
    return -Math.log(Math.max(prediction.probabilities()[prediction.label()], Float.MIN_NORMAL));
  }
}
