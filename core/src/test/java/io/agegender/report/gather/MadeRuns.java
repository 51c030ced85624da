// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.dataset.format.Subset;
import io.agegender.report.CurvePoint;
import io.agegender.report.PublishedTable;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.Made;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionSet;
import io.agegender.score.PredictionsFile;
import io.agegender.score.PredictionsHeader;
import io.agegender.score.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Runs with made-up predictions, for tests, benchmarks and looking at pages. */
public final class MadeRuns {
  public static final Configuration CONFIGURATION = new Configuration();

  private MadeRuns() {}

  /** Writes predictions of the test list into a new file of a directory. */
  public static Path write(
      java.nio.file.Path dir,
      PredictionsHeader header,
      Map<CropMode, List<Prediction>> predictions) {
    String name =
        "%s-%d-%s-%s-%d.parquet"
            .formatted(
                header.run(),
                header.testFold(),
                header.subset().key(),
                header.testAlignment().key(),
                header.iteration());
    Path path = new Path(dir.resolve(name).toUri());
    PredictionsFile.write(path, new PredictionSet(header, predictions), CONFIGURATION);
    return path;
  }

  /** A finished run of the paper's schedule. */
  public static RunResult finished(String run, int fold, long iterations, Path... predictions) {
    return new RunResult(
        RunName.parse(run),
        fold,
        new RunResult.Ending(RunOutcome.FINISHED, ""),
        FaceOrigin.PHOTOGRAPHED,
        "published",
        iterations,
        List.of(predictions),
        List.of());
  }

  /**
   * A run whose accuracy grows towards a little less or more than what was published.
   *
   * @param rows rows of the test fold
   * @param snapshots how many predictions files, every 10000 iterations
   */
  public static RunResult realistic(
      java.nio.file.Path dir, RunName run, int fold, int rows, int snapshots) {
    double aim = PublishedTable.published().cell(run).orElseThrow().accuracy();
    int luck = Math.floorMod(run.toString().hashCode(), 7) - 3;
    double[] difficulty = {0.03, -0.05, 0.04, -0.04, 0.01};
    List<Path> files = new ArrayList<>();
    List<CurvePoint> curve = new ArrayList<>();
    for (int snapshot = 1; snapshot <= snapshots; snapshot++) {
      long iteration = 10_000L * snapshot;
      double learnt = 1 - Math.exp(-2.5 * snapshot / snapshots);
      double accuracy =
          Math.min(0.97, (aim + difficulty[fold] + luck * 0.006) * (0.6 + 0.4 * learnt));
      Alignment test = Protocol.testAlignment(run.alignment());
      PredictionsHeader header =
          new PredictionsHeader(
              run, fold, Subset.TEST, test, iteration, Made.DATASET, Made.SCORING, "");
      long seed = run.toString().hashCode() * 31L + snapshot;
      files.add(
          write(
              dir,
              header,
              Map.of(
                  CropMode.CENTRE,
                  Made.random(run.target(), fold, rows, accuracy - 0.01, seed),
                  CropMode.OVERSAMPLE,
                  Made.random(run.target(), fold, rows, accuracy, seed + 1))));
    }
    for (int point = 1; point <= 50; point++) {
      double learnt = 1 - Math.exp(-2.5 * point / 50);
      curve.add(
          CurvePoint.of(200L * snapshots * point)
              .withTrainLoss(
                  Math.log(run.target().classes()) * (1 - 0.8 * learnt) + 0.05 * Math.sin(point))
              .withValidationAccuracy(
                  Math.min(0.99, aim * (0.6 + 0.7 * learnt) + 0.01 * Math.cos(point))));
    }
    return new RunResult(
        run,
        fold,
        new RunResult.Ending(RunOutcome.FINISHED, ""),
        FaceOrigin.PHOTOGRAPHED,
        "published",
        10_000L * snapshots,
        files,
        curve);
  }
}
