// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import io.agegender.foundation.error.UsageException;

/** Takes a GPU for a thread, or says why it cannot be had. */
public final class GpuOpening {
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
   * @param cuda that this program was built for
   * @param number from 0
   * @throws UsageException if there is none, or it cannot be used; the message says what to do
   */
  public static GpuFacts open(CudaVersion cuda, Driver driver, int number) {
    int[] count = {0};
    require(cuda, driver, driver.count(count), "looking for GPUs");
    if (number >= count[0]) {
      throw new UsageException(
          "no GPU %d: CUDA finds %d, from 0: see nvidia-smi and CUDA_VISIBLE_DEVICES, and give Spark the numbers that they show"
              .formatted(number, count[0]));
    }
    require(cuda, driver, driver.take(number), "taking GPU " + number);
    GpuFacts[] facts = {null};
    require(cuda, driver, driver.facts(number, facts), "asking GPU " + number);
    if (facts[0].capability() < cuda.leastCapability()) {
      throw new UsageException(
          "GPU %d, %s, has compute capability %.1f; this build serves %.1f and newer: use another GPU%s, or with -Pcuda (gpu.engine = nd4j) for older ones"
              .formatted(
                  number,
                  facts[0].model(),
                  facts[0].capability() / 10.0,
                  cuda.leastCapability() / 10.0,
                  cuda.older()));
    }
    return facts[0];
  }

  private static void require(CudaVersion cuda, Driver driver, int code, String what) {
    if (code != 0) {
      throw new UsageException(
          "%s: CUDA's error %d, %s: %s".formatted(what, code, driver.text(code), help(cuda, code)));
    }
  }

  private static String help(CudaVersion cuda, int code) {
    return switch (code) {
      case OLD_DRIVER, OTHER_DRIVER ->
          "the driver is older than this CUDA needs: install NVIDIA's driver %d or newer%s"
              .formatted(cuda.driver(), cuda.older());
      case NO_DEVICE ->
          "there is no GPU that this process may see: see nvidia-smi and CUDA_VISIBLE_DEVICES";
      case IN_USE ->
          "another process uses the GPU alone (exclusive mode): end it, or allow several with"
              + " nvidia-smi -c DEFAULT";
      case OUT_OF_MEMORY -> "its memory is full: end what else runs there (nvidia-smi shows it)";
      case NOT_STARTED -> "the driver does not start: see whether nvidia-smi works for this user";
      case PERMISSION -> "this user may not open it: see the rights of /dev/nvidia*";
      default ->
          "see whether nvidia-smi shows the GPU and a driver of %d or newer"
              .formatted(cuda.driver());
    };
  }
}
