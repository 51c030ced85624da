// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunState.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  private static final String LONGEST = "gender_finetuning_caffereference_unaligned";

  @Test
  void timeIsThatOfTheLastRunWithEachStartingWhenAnotherEnds() {
    // 0.1 s a step, no averaging: 5000, 3000, 2500 and 500 iterations on two lanes.
    SweepPlan plan = plan(2, List.of(), run(5000), run(3000), run(2500), run(500));
    assertThat(plan.seconds()).isCloseTo(550, within(1e-6));
    assertThat(plan(4, List.of(), run(5000), run(3000)).seconds()).isCloseTo(500, within(1e-6));
  }

  @Test
  void onlyWhatIsLeftTakesTime() {
    RoundCost cost = new RoundCost(0.1, 0, 0.2);
    PlannedRun half =
        Made.run(
            Made.settings("age_net_definitions", "train.workers=2"),
            new RunProgress(Optional.of(Phase.FAILED), 49_000, 2),
            Optional.of(cost));
    // 1000 steps of 0.1 s and an averaging of 0.2 s every 10 steps.
    assertThat(half.forecast().orElseThrow().seconds()).isCloseTo(120, within(1e-6));
    PlannedRun finished =
        Made.run(
            Made.settings("age_net_definitions"),
            new RunProgress(Optional.of(Phase.FINISHED), 50_000, 2),
            Optional.of(cost));
    assertThat(finished.forecast().orElseThrow().seconds()).isZero();
  }

  @Test
  void theTextFitsATerminalAndHoldsEverything() {
    PlannedRun vgg =
        Made.run(
            Made.settings("gender_imdbwiki_vgg16_mixed", "train.workers=2"),
            new RunProgress(Optional.of(Phase.RUNNING), 122_500, 2),
            Optional.of(new RoundCost(0.15, 0.236, 12.5)));
    String text =
        plan(
                2,
                List.of(),
                vgg,
                Made.waiting(LONGEST, "train.workers=2"),
                Made.waiting("age_net_definitions", "train.workers=2"))
            .toString();
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(text)
        .contains("VGG16", "134268738", "2 x 5", "half-done, at 122500", "CaffeNet", "56876418")
        .contains(LONGEST + "/fold-0", "waiting")
        .contains("AGEGENDER_DRIVER_MEMORY=")
        .contains("--conf spark.executor.cores=2", "--conf spark.task.cpus=2")
        .contains("--conf spark.executorEnv.OMP_NUM_THREADS=2")
        .contains("--conf spark.executor.memoryOverhead=")
        .doesNotContain("maxResultSize", "does not fit");
  }

  @Test
  void aPlanThatDoesNotFitIsRefusedWithAllReasons() {
    SweepPlan plan = plan(2, List.of("too small", "too few"), run(10));
    assertThat(plan.toString()).contains("It does not fit:", "too small", "too few");
    assertThatThrownBy(plan::requireFit)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("too small")
        .hasMessageContaining("too few")
        .hasMessageContaining("sweep.check = warn");
  }

  @Test
  void moreSlotsAreMoreRunsAtATimeAsFarAsTheDriverHoldsThem() {
    SweepPlan plan = plan(2, List.of(), run(10), run(20), run(30));
    assertThat(plan.parallelOn(0)).isEqualTo(1);
    assertThat(plan.parallelOn(1)).isEqualTo(1);
    assertThat(plan.parallelOn(2)).isEqualTo(2);
    assertThat(plan.parallelOn(3)).isEqualTo(3);
    PlannedRun vgg =
        Made.run(
            Made.settings("gender_imdbwiki_vgg16_mixed"), RunProgress.WAITING, Optional.empty());
    // Each of them takes gigabytes of the driver's heap.
    assertThat(plan(2, List.of(), vgg, vgg, vgg, vgg, vgg, vgg, vgg, vgg, vgg).parallelOn(9))
        .isLessThan(9);
  }

  private static PlannedRun run(int iterations) {
    return Made.run(
        Made.settings(
            "age_net_definitions",
            "schedules.published.exceptions.age_net_definitions=" + iterations),
        RunProgress.WAITING,
        Optional.of(new RoundCost(0.1, 0, 0)));
  }

  private static SweepPlan plan(int parallel, List<String> problems, PlannedRun... runs) {
    List<PlannedRun> all = List.of(runs);
    return new SweepPlan(
        Made.local(),
        parallel,
        all,
        StartOptions.of(all, parallel, Made.local(), 2),
        problems,
        Optional.empty());
  }
}
