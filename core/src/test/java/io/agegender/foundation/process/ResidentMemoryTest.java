// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void aJvmHasMoreThanItsHeapsFirstMebibytesAndNoMoreThanItsPeak() {
    assertThat(ResidentMemory.bytes()).isGreaterThan(10L << 20);
    assertThat(ResidentMemory.peakBytes()).isGreaterThanOrEqualTo(ResidentMemory.bytes() / 2);
  }
}
