// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import io.agegender.adience.FaceOrigin;
import io.agegender.report.CurvePoint;
import io.agegender.run.RunName;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * What is known of one training run, as the report's input.
 *
 * @param run the configuration
 * @param testFold the fold that was left out, 0..4
 * @param ending what became of it
 * @param faces what it was trained on
 * @param schedule the name of the training schedule, such as {@code published}
 * @param iterations the iteration of the last snapshot; 0 if there is none
 * @param predictions its predictions files, of any snapshot, test alignment and subset
 * @param curve what the training wrote down, by iteration
 */
public record RunResult(
    RunName run,
    int testFold,
    Ending ending,
    FaceOrigin faces,
    String schedule,
    long iterations,
    List<Path> predictions,
    List<CurvePoint> curve) {
  public RunResult {
    predictions = List.copyOf(predictions);
    curve = List.copyOf(curve);
  }

  /**
   * What became of a run.
   *
   * @param reason why it is not finished, in words; empty if it is
   */
  public record Ending(RunOutcome outcome, String reason) {}

  public RunOutcome outcome() {
    return ending.outcome();
  }

  public String reason() {
    return ending.reason();
  }

  /**
   * This run without its predictions, one of which is damaged.
   *
   * @param why names the file
   */
  RunResult damaged(String why) {
    return new RunResult(
        run,
        testFold,
        new Ending(RunOutcome.DAMAGED, "damaged: " + why),
        faces,
        schedule,
        iterations,
        List.of(),
        curve);
  }

  /** Such as {@code age_net_definitions, test fold 3}. */
  String title() {
    return String.format(Locale.ROOT, "%s, test fold %d", run, testFold);
  }
}
