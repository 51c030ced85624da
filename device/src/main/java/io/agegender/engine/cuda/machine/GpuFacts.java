// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import java.util.Locale;

/**
 * A GPU and the versions of what computes on it.
 *
 * @param capability compute capability times 10, such as 90
 * @param bytes of its memory
 * @param runtime CUDA's, such as 13010
 * @param driver the newest CUDA that the driver knows
 * @param cudnn such as 91900
 * @param cublas such as 130200
 */
public record GpuFacts(
    String model, int capability, long bytes, int runtime, int driver, long cudnn, int cublas) {

  /** What the bits depend on. */
  public String identity() {
    return String.format(
        Locale.ROOT,
        "%s, capability %.1f, CUDA %d, driver for CUDA %d, cuDNN %d, cuBLAS %d",
        model,
        capability / 10.0,
        runtime,
        driver,
        cudnn,
        cublas);
  }

  @Override
  public String toString() {
    return "%s, %d MiB".formatted(identity(), bytes >> 20);
  }
}
