// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import org.bytedeco.cuda.global.cudart;

/**
 * The CUDA that this program was built for: the preset's, by {@code -Dcuda.preset}.
 *
 * @param major CUDA's, which its libraries' names have
 * @param driver the oldest of NVIDIA's drivers that runs it
 * @param leastCapability compute capability times 10 from which on its cuDNN has code
 * @param packages end of the names of NVIDIA's packages, such as 13-0
 * @param pip end of the names of pip's packages, may be empty
 */
public record CudaVersion(int major, int driver, int leastCapability, String packages, String pip) {
  /** The preset for older drivers and GPUs. */
  private static final String OLDER = "12.6-9.5-1.5.11";

  /** Of this build: a constant of the preset, so that nothing is loaded for it. */
  public static final CudaVersion BUILT = of(cudart.CUDART_VERSION / 1000);

  /**
   * What a major version needs.
   *
   * @throws IllegalArgumentException for one that the engine was not written for
   */
  public static CudaVersion of(int major) {
    return switch (major) {
      case 12 -> new CudaVersion(12, 525, 70, "12-6", "-cu12");
      case 13 -> new CudaVersion(13, 580, 75, "13-0", "");
      default ->
          throw new IllegalArgumentException(
              "this build has a preset of CUDA %d: build with -Dcuda.preset=13.1-9.19-1.5.13 or %s"
                  .formatted(major, OLDER));
    };
  }

  /** What to do with a driver or a GPU that is too old; empty where there is no older build. */
  String older() {
    return major > 12 ? ", or build with -Dcuda.preset=%s for CUDA 12".formatted(OLDER) : "";
  }
}
