// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import org.bytedeco.dnnl.global.dnnl;

/**
 * The instructions that oneDNN computes with. It chooses the widest that the processor has and the
 * environment variable {@value #VARIABLE} allows. Wider vectors split sums in other places, so the
 * bits of a network depend on it.
 */
public final class InstructionSet {
  /** The environment variable that bounds the choice, such as {@code AVX2}; read when loaded. */
  public static final String VARIABLE = "DNNL_MAX_CPU_ISA";

  /** Where oneDNN does not compute: on a GPU, or where it cannot be loaded. */
  public static final String NONE = "none";

  private InstructionSet() {}

  /**
   * {@code avx512}, {@code avx512-mic}, {@code avx2}, {@code avx}, {@code sse41} or {@link #NONE}.
   * Extensions for other types than float ({@code AVX512_CORE_VNNI}, AMX) are not told apart: the
   * kernels for floats are the same.
   */
  public static String ofThisJvm() {
    return OneDnn.isAvailable() ? name(dnnl.dnnl_get_effective_cpu_isa()) : NONE;
  }

  /**
   * @param isa a value of oneDNN's {@code dnnl_cpu_isa_t}: a bit for each extension
   */
  static String name(int isa) {
    if (holds(isa, dnnl.dnnl_cpu_isa_avx512_core)) {
      return "avx512";
    }
    if (holds(isa, dnnl.dnnl_cpu_isa_avx512_mic)) {
      return "avx512-mic";
    }
    if (holds(isa, dnnl.dnnl_cpu_isa_avx2)) {
      return "avx2";
    }
    return holds(isa, dnnl.dnnl_cpu_isa_avx) ? "avx" : "sse41";
  }

  private static boolean holds(int isa, int all) {
    return (isa & all) == all;
  }
}
