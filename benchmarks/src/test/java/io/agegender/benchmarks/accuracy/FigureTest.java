// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.run.BatchMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Cell OTHER = new Cell(4, 10, BatchMode.SPLIT);

  @Test
  void theSpreadIsEstimatedFromAllWaysTogether() {
    // Squares 0.0002 and 0.0008 over two degrees of freedom; Student's t of 97.5 % with two is
    // 4.3027 (any table).
    Figure figure =
        Figure.of(Map.of(Cell.ALONE, new double[] {0.80, 0.82}, OTHER, new double[] {0.70, 0.74}));
    assertThat(figure.deviation().getAsDouble()).isCloseTo(Math.sqrt(0.0005), within(1e-12));
    assertThat(figure.mean(OTHER)).isCloseTo(0.72, within(1e-12));
    assertThat(figure.margin(OTHER).getAsDouble())
        .isCloseTo(4.3027 * Math.sqrt(0.0005 / 2), within(1e-5));
    assertThat(figure.difference(OTHER)).isCloseTo(-0.09, within(1e-12));
    assertThat(figure.differenceMargin(OTHER).getAsDouble())
        .isCloseTo(4.3027 * Math.sqrt(0.0005), within(1e-5));
  }

  @Test
  void oneSeedHasNoInterval() {
    Figure figure = Figure.of(Map.of(Cell.ALONE, new double[] {0.8}, OTHER, new double[] {0.7}));
    assertThat(figure.deviation()).isEmpty();
    assertThat(figure.differenceMargin(OTHER)).isEmpty();
  }

  @Test
  void theVerdictNamesWhatCostsBeyondChanceAndNothingElse() {
    Cell rare = new Cell(8, 500, BatchMode.SPLIT);
    Outcome outcome =
        new Outcome(
            new Outcome.Subject("gender_x/fold-0", "faces", "local[8]", 100, 8, 50),
            List.of(
                course(Cell.ALONE, 1, 0.80, 10),
                course(Cell.ALONE, 2, 0.82, 10),
                course(OTHER, 1, 0.80, 20),
                course(OTHER, 2, 0.81, 20),
                course(rare, 1, 0.60, 5),
                course(rare, 2, 0.61, 5)),
            List.of());
    assertThat(String.join("\n", outcome.verdict()))
        .contains("W = 1 reaches 81.0 % ± ")
        .contains("Less accurate than W = 1 beyond chance: W = 8, K = 500, split (-20.5 ± ")
        .contains("from 0.50 (W = 8, K = 500, split) to 2.00 times (W = 4, K = 10, split)")
        .doesNotContain("More accurate");
    Outcome unfinished =
        new Outcome(outcome.subject(), List.of(course(OTHER, 1, 0.8, 20)), List.of("W = 1: lost"));
    assertThat(unfinished.verdict()).singleElement().asString().contains("W = 1 was not trained");
    assertThat(AccuracyFiles.markdown(unfinished)).contains("Not trained: W = 1: lost");
  }

  private static Course course(Cell cell, long seed, double accuracy, double seconds) {
    return new Course(
        new Grid.Member(cell, seed), List.of(new Point(10, 100, seconds, 1, accuracy, 1)));
  }
}
