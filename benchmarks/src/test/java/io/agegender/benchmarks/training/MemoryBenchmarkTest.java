// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.benchmarks.training.MemoryBenchmark.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBenchmarkTest {
  @Test
  void growthIsTheRiseOfTheLineThroughTheSamples() {
    List<Sample> samples =
        List.of(
            new Sample(100, 1000, 50),
            new Sample(200, 1020, 40),
            new Sample(300, 1020, 60),
            new Sample(400, 1040, 50));
    assertThat(MemoryBenchmark.growth(samples, Sample::resident)).isCloseTo(36, within(1e-9));
    assertThat(MemoryBenchmark.growth(samples, Sample::heap)).isCloseTo(6, within(1e-9));
    assertThat(Sample.parse(samples.get(0).format())).isEqualTo(samples.get(0));
  }
}
