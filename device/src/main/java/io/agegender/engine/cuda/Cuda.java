// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;

import io.agegender.foundation.error.FailedException;

/** Result codes of CUDA's libraries as failures. */
final class Cuda {
  private static final int OUT_OF_MEMORY = 2;

  private Cuda() {}

  /**
   * @throws FailedException if a call of the runtime failed
   */
  static void runtime(int code, String what) {
    if (code == OUT_OF_MEMORY) {
      throw new FailedException(
          "%s: the GPU is out of memory: take a smaller batch, or end what else runs there"
              .formatted(what));
    }
    if (code != 0) {
      throw new FailedException(
          "%s: CUDA's error %d, %s: see whether nvidia-smi still shows the GPU"
              .formatted(what, code, cudaGetErrorString(code).getString()));
    }
  }

  /**
   * @throws FailedException if a call of another library failed
   */
  static void library(int code, String library, String what) {
    if (code != 0) {
      throw new FailedException(
          "%s: %s's status %d: its manual says what that means".formatted(what, library, code));
    }
  }
}
