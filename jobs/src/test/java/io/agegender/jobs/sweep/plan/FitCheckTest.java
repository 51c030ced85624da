// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static io.agegender.jobs.sweep.plan.Made.GIB;
import static io.agegender.jobs.sweep.plan.Made.cluster;
import static io.agegender.jobs.sweep.plan.Made.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.run.RunState.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FitCheckTest {
  private static final String VGG = "age_imdbwiki_vgg16";
  private static final String ADIENCE = "age_net_definitions";

  @Test
  void whatFitsHasNoProblem() {
    assertThat(check(Made.local(), 2, GIB, waiting(ADIENCE), waiting(ADIENCE))).isEmpty();
    assertThat(check(cluster("yarn", 8 * GIB, 6 * GIB, 8 * GIB), 1, 10 * GIB, waiting(VGG)))
        .isEmpty();
  }

  @Test
  void moreWorkersThanSlots() {
    assertThat(check(Made.local(), 1, GIB, waiting(ADIENCE, "train.workers=5")))
        .singleElement()
        .asString()
        .contains("train.workers = 5", "local[2]", "2 tasks");
  }

  @Test
  void aDriverWhoseHeapIsTooSmallForTheRunsAtTheSameTime() {
    Cluster small = cluster("spark://host:7077", 7 * GIB, 6 * GIB, 0);
    // One computes, another one prepares: 512 MiB + 1.5 x 3.4 GiB.
    assertThat(check(small, 1, 100 * GIB, waiting(VGG), waiting(VGG))).isEmpty();
    // 512 MiB + 2 x (3 x 8 bytes x 134,293,320 parameters + 3 x 128 MiB) = 7.3 GiB.
    assertThat(check(small, 2, 100 * GIB, waiting(VGG), waiting(VGG)))
        .singleElement()
        .asString()
        .contains("7.0 GiB", "2 runs", "7.3 GiB", VGG + "/fold-0", "AGEGENDER_DRIVER_MEMORY=9g");
  }

  @Test
  void anExecutorWithTooLittleHeap() {
    assertThat(check(cluster("yarn", 8 * GIB, GIB, 8 * GIB), 1, 10 * GIB, waiting(VGG)))
        .singleElement()
        .asString()
        .contains("spark.executor.memory", "1.0 GiB", "3.8 GiB");
  }

  @Test
  void anExecutorThatItsManagerWouldEnd() {
    assertThat(check(cluster("yarn", 8 * GIB, 6 * GIB, GIB / 2), 1, 10 * GIB, waiting(VGG)))
        .singleElement()
        .asString()
        .contains("spark.executor.memoryOverhead", "512 MiB");
    // A standalone master lets executors take what the machine has.
    assertThat(
            check(
                cluster("spark://host:7077", 8 * GIB, 6 * GIB, GIB / 2), 1, 10 * GIB, waiting(VGG)))
        .isEmpty();
  }

  @Test
  void aProcessThatMayNotHaveEnough() {
    Cluster laptop = new Cluster("local[2]", 2, 1, 16 * GIB, 16 * GIB, 0, 8 * GIB, GIB);
    assertThat(check(laptop, 2, 100 * GIB, waiting(VGG), waiting(VGG)))
        .singleElement()
        .asString()
        .contains("8.0 GiB", "2 workers", "AGEGENDER_NATIVE_MEMORY");
  }

  @Test
  void aLimitOfResultsBelowARound() {
    Cluster strict =
        new Cluster("spark://host:7077", 4, 4, 8 * GIB, 8 * GIB, 0, 16 * GIB, 64L << 20);
    assertThat(check(strict, 1, GIB, waiting(ADIENCE)))
        .singleElement()
        .asString()
        .contains("spark.driver.maxResultSize is 64 MiB", "87 MiB");
  }

  @Test
  void aDiskWithoutRoomForTheCheckpointsThatAreStillToCome() {
    long state = 8 * 11_415_048L;
    assertThat(check(Made.local(), 1, 6 * state, waiting(ADIENCE), waiting(ADIENCE))).isEmpty();
    assertThat(check(Made.local(), 1, 6 * state - 1, waiting(ADIENCE), waiting(ADIENCE)))
        .singleElement()
        .asString()
        .contains("523 MiB left", "2 runs", "train.keep-checkpoints");
    PlannedRun half =
        Made.run(
            Made.settings(ADIENCE),
            new RunProgress(Optional.of(Phase.RUNNING), 2000, 2),
            Optional.empty());
    assertThat(check(Made.local(), 1, state, half)).isEmpty();
  }

  @Test
  void whatIsOverNeedsNothing() {
    PlannedRun finished =
        Made.run(
            Made.settings(VGG, "train.workers=2"),
            new RunProgress(Optional.of(Phase.FINISHED), 125_000, 2),
            Optional.empty());
    assertThat(check(new Cluster("local[1]", 1, 1, 1, 1, 0, 1, 1), 1, 0, finished)).isEmpty();
  }

  private static List<String> check(Cluster cluster, int parallel, long disk, PlannedRun... runs) {
    return FitCheck.problems(List.of(runs), parallel, cluster, disk);
  }
}
