// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.foundation.error.UsageException;
import java.util.ServiceLoader;

/** The kinds of devices that this build knows. */
public final class DeviceProviders {
  private DeviceProviders() {}

  /**
   * The provider of a name.
   *
   * @param name {@code host}, or what a library on the class path brings
   * @throws UsageException if there is none
   */
  public static DeviceProvider named(String name) {
    if (name.equals(HostProvider.NAME)) {
      return new HostProvider();
    }
    for (DeviceProvider provider : ServiceLoader.load(DeviceProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new UsageException(
        "this build has no operations for '%s': build without the profiles cuda and fast (mvn package), or set gpu.engine = nd4j in a build with -Pcuda"
            .formatted(name));
  }
}
