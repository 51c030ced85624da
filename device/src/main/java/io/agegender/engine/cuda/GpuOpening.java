// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.foundation.error.UsageException;

/** Takes a GPU for a thread, or says why it cannot be had. */
final class GpuOpening {
  /** What CUDA 13 and cuDNN 9 for it have code for. */
  static final int LEAST_CAPABILITY = 75;

  private static final int NOT_STARTED = 3;
  private static final int OUT_OF_MEMORY = 2;
  private static final int OLD_DRIVER = 35;
  private static final int IN_USE = 46;
  private static final int NO_DEVICE = 100;
  private static final int PERMISSION = 304;
  private static final int OTHER_DRIVER = 803;

  private GpuOpening() {}

  /**
   * Makes a GPU the calling thread's.
   *
   * @param number from 0
   * @throws UsageException if there is none, or it cannot be used; the message says what to do
   */
  static GpuFacts open(Driver driver, int number) {
    int[] count = {0};
    require(driver, driver.count(count), "looking for GPUs");
    if (number >= count[0]) {
      throw new UsageException(
          "no GPU %d: CUDA finds %d, from 0: see nvidia-smi and CUDA_VISIBLE_DEVICES, and give Spark the numbers that they show"
              .formatted(number, count[0]));
    }
    require(driver, driver.take(number), "taking GPU " + number);
    GpuFacts[] facts = {null};
    require(driver, driver.facts(number, facts), "asking GPU " + number);
    if (facts[0].capability() < LEAST_CAPABILITY) {
      throw new UsageException(
          ("GPU %d, %s, has compute capability %.1f; this build serves 7.5 and newer: build with"
                  + " -Dcuda.preset=12.6-9.5-1.5.11 for CUDA 12 and 7.0, with -Pcuda (gpu.engine = nd4j) for older"
                  + " ones, or use another GPU")
              .formatted(number, facts[0].model(), facts[0].capability() / 10.0));
    }
    return facts[0];
  }

  private static void require(Driver driver, int code, String what) {
    if (code != 0) {
      throw new UsageException(
          "%s: CUDA's error %d, %s: %s".formatted(what, code, driver.text(code), help(code)));
    }
  }

  private static String help(int code) {
    return switch (code) {
      case OLD_DRIVER, OTHER_DRIVER ->
          "the driver is older than this CUDA needs: install NVIDIA's driver 580 or newer, or build with"
              + " -Dcuda.preset=12.6-9.5-1.5.11 for CUDA 12";
      case NO_DEVICE ->
          "there is no GPU that this process may see: see nvidia-smi and CUDA_VISIBLE_DEVICES";
      case IN_USE ->
          "another process uses the GPU alone (exclusive mode): end it, or allow several with nvidia-smi -c DEFAULT";
      case OUT_OF_MEMORY -> "its memory is full: end what else runs there (nvidia-smi shows it)";
      case NOT_STARTED -> "the driver does not start: see whether nvidia-smi works for this user";
      case PERMISSION -> "this user may not open it: see the rights of /dev/nvidia*";
      default -> "see whether nvidia-smi shows the GPU and a driver of 580 or newer";
    };
  }
}
