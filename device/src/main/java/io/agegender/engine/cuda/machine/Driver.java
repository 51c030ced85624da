// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

/** The calls that find and open a GPU; each gives CUDA's result code, 0 for success. */
public interface Driver {
  /**
   * @param count takes how many GPUs there are
   */
  int count(int[] count);

  /** Makes a GPU the calling thread's, and starts it. */
  int take(int number);

  /**
   * @param into takes the facts
   */
  int facts(int number, GpuFacts[] into);

  /** CUDA's name of a result code. */
  String text(int code);
}
