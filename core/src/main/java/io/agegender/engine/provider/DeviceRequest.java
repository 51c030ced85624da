// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import java.util.List;

/**
 * Which device, and how it is to compute.
 *
 * @param number of the device on its machine, from 0
 * @param libraries folders that are looked into first for the device's libraries
 */
public record DeviceRequest(int number, MathMode math, List<String> libraries) {
  public DeviceRequest {
    libraries = List.copyOf(libraries);
  }
}
