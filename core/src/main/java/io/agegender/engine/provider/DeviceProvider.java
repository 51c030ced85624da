// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

/** A kind of devices; {@code java.util.ServiceLoader} finds it. */
public interface DeviceProvider {
  /** As the setting {@code gpu.primitives} has it, such as {@code cuda}. */
  String name();

  /**
   * Opens a device for the calling thread.
   *
   * @throws io.agegender.foundation.error.UsageException if this machine does not have it, or it
   *     cannot be used; the message says what to do
   */
  EngineDevice open(DeviceRequest request);
}
