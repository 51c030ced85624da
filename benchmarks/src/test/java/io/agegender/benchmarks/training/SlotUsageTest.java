// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotUsageTest {
  @Test
  void theShareCountsFromTheFirstStartToTheLastEnd() {
    SlotUsage usage = new SlotUsage();
    assertThat(usage.share(2)).isZero();
    usage.add(1000, 3000);
    usage.add(1500, 5000);
    usage.add(3500, 5000);
    // 2 s, 3.5 s and 1.5 s of two slots for 4 s.
    assertThat(usage.share(2)).isEqualTo(7.0 / 8);
    assertThat(usage.seconds()).isEqualTo(4);
    assertThat(usage.began()).isEqualTo(1000);
  }
}
