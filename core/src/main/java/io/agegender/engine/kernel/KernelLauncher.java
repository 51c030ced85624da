// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

/** Starts kernels of {@link KernelSource}. */
public interface KernelLauncher {
  /**
   * Starts a kernel after all that was started before.
   *
   * @param kernel its name
   * @param arguments in its order: addresses, ints, floats as their bits, each in the lower bytes
   *     of a long; the last one is the number of results
   */
  void launch(String kernel, long... arguments);
}
