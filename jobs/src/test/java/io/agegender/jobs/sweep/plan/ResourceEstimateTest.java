// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.agegender.network.definition.Architecture;
import io.agegender.run.RunName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceEstimateTest {
  /**
   * Counted in the original's definitions: architectures.json, params_age_total and _gender_total.
   */
  @ParameterizedTest
  @CsvSource({
    "age_net_definitions, 11415048",
    "gender_net_definitions, 11411970",
    "age_finetuning_caffereference, 56901000",
    "gender_finetuning_caffereference, 56876418",
    "age_finetuning_googlenet, 10327880",
    "gender_finetuning_googlenet, 10309430",
    "age_imdbwiki_vgg16, 134293320",
    "gender_imdbwiki_vgg16, 134268738"
  })
  void parametersAreTheOriginals(String name, long parameters) {
    RunName run = RunName.parse(name);
    assertThat(run.network().parameters()).isEqualTo(parameters);
    assertThat(ResourceEstimate.of(Made.settings(name), 2).parameters()).isEqualTo(parameters);
  }

  /** What a face more was measured to take (docs/operating.md), within a tenth. */
  @ParameterizedTest
  @CsvSource({"net_definitions, 11", "caffereference, 11", "googlenet, 75", "vgg16, 140"})
  void memoryOfAFaceIsWhatWasMeasured(Architecture architecture, double measuredMib) {
    double mib = ResourceEstimate.nativePerFace(architecture.resolve(8)) / (double) (1 << 20);
    assertThat(mib).isCloseTo(measuredMib, withinPercentage(10));
  }

  @Test
  void trafficAndDiskFollowFromParametersAndMomentum() {
    long state = 8 * 11_415_048L;
    ResourceEstimate one = ResourceEstimate.of(Made.settings("age_net_definitions"), 2);
    assertThat(one.averaging()).isEqualTo(2 * state);
    assertThat(one.checkpoints()).isEqualTo(3 * state);
    ResourceEstimate two =
        ResourceEstimate.of(Made.settings("age_net_definitions", "train.workers=2"), 4);
    // To two workers, from two workers, one average to the driver.
    assertThat(two.averaging()).isEqualTo(5 * state);
    assertThat(two.checkpoints()).isEqualTo(5 * state);
  }

  @Test
  void heapsCountCopiesOfParametersAndMomentum() {
    // 91 MB: a round's results are one piece, which Spark has three times while it comes.
    long small = 8 * 11_415_048L;
    ResourceEstimate adience = ResourceEstimate.of(Made.settings("age_net_definitions"), 2);
    assertThat(adience.driverHeap()).isEqualTo(6 * small);
    assertThat(adience.localHeap()).isEqualTo(6 * small);
    assertThat(adience.workerHeap()).isEqualTo(5 * small);
    assertThat(adience.largestResult()).isEqualTo(small);
    // 455 MB: they come in parts of 128 MiB.
    long large = 8 * 56_901_000L;
    long part = 128L << 20;
    ResourceEstimate caffe = ResourceEstimate.of(Made.settings("age_finetuning_caffereference"), 2);
    assertThat(caffe.driverHeap()).isEqualTo(3 * large + 3 * part);
    assertThat(caffe.localHeap()).isEqualTo(3 * large + 3 * part);
    assertThat(caffe.workerHeap()).isEqualTo(3 * large + 2 * part);
    assertThat(caffe.largestResult()).isEqualTo(part);
    // The results of many workers in this process are more than the average.
    ResourceEstimate shared =
        ResourceEstimate.of(Made.settings("age_finetuning_caffereference", "train.workers=5"), 2);
    assertThat(shared.localHeap()).isEqualTo(7 * large);
    assertThat(shared.driverHeap()).isEqualTo(caffe.driverHeap());
  }

  @Test
  void nativeMemoryGrowsWithTheFacesOfOneWorker() {
    long alone = ResourceEstimate.of(Made.settings("age_imdbwiki_vgg16"), 2).workerNative();
    long shared =
        ResourceEstimate.of(Made.settings("age_imdbwiki_vgg16", "train.workers=2"), 2)
            .workerNative();
    long whole =
        ResourceEstimate.of(
                Made.settings(
                    "age_imdbwiki_vgg16", "train.workers=2", "train.batch-mode=per-worker"),
                2)
            .workerNative();
    assertThat(shared).isLessThan(alone);
    assertThat(whole).isEqualTo(alone);
  }
}
