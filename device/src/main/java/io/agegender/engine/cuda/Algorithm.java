// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.foundation.error.FailedException;
import java.util.List;

/**
 * How cuDNN computes a pass of a convolution.
 *
 * @param number cuDNN's
 * @param workspace bytes of scratch that it needs
 */
record Algorithm(int number, long workspace) {
  private static final int UNSUPPORTED = 3;

  /** cuDNN has answered with sizes that no GPU has, where an algorithm does not fit a shape. */
  private static final long MOST = 1L << 40;

  /** Asks for the scratch of an algorithm at a shape. */
  interface Question {
    /**
     * @param bytes takes the answer
     * @return cuDNN's status
     */
    int workspace(int algorithm, long[] bytes);
  }

  /**
   * The first of a list that takes a shape. Nothing is timed, so the choice is the same each time.
   *
   * @param numbers deterministic algorithms, the best one first
   * @throws FailedException if none takes it, or cuDNN fails
   */
  static Algorithm first(String pass, List<Integer> numbers, Question question) {
    int status = 0;
    for (int number : numbers) {
      long[] bytes = {0};
      status = question.workspace(number, bytes);
      if (status == 0 && bytes[0] >= 0 && bytes[0] < MOST) {
        return new Algorithm(number, bytes[0]);
      }
      if (status != 0 && status / 1000 != UNSUPPORTED) {
        break;
      }
    }
    Cuda.library(status, "cuDNN", "choosing an algorithm of " + pass);
    throw new FailedException(
        "no algorithm of %s needs less than %d GiB of scratch: take a smaller batch"
            .formatted(pass, MOST >> 30));
  }
}
