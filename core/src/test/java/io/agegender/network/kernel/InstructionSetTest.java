// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;

class InstructionSetTest {
  @Test
  void extensionsForOtherTypesAreNotToldApart() {
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_avx512_core_amx)).isEqualTo("avx512");
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_avx512_core_bf16)).isEqualTo("avx512");
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_avx512_mic_4ops)).isEqualTo("avx512-mic");
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_avx2_vnni)).isEqualTo("avx2");
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_avx)).isEqualTo("avx");
    assertThat(InstructionSet.name(dnnl.dnnl_cpu_isa_sse41)).isEqualTo("sse41");
  }

  @Test
  void isWhatTheProcessorHas() throws IOException {
    boolean wide = Files.readString(Path.of("/proc/cpuinfo")).contains("avx512bw");
    boolean bounded = System.getenv(InstructionSet.VARIABLE) != null;
    assertThat(InstructionSet.ofThisJvm()).isEqualTo(wide && !bounded ? "avx512" : "avx2");
  }
}
