// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import org.nd4j.linalg.factory.Nd4j;

/** Where ND4J computes. */
public final class Backend {
  private static final boolean CPU =
      "CPU"
          .equalsIgnoreCase(
              Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));

  private Backend() {}

  /** Whether arrays lie in the host's memory, so that a kernel there costs no copy. */
  public static boolean isCpu() {
    return CPU;
  }
}
