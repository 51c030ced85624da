// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.foundation.error.FailedException;

/** A device's memory is full. */
public final class DeviceMemoryException extends FailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was wanted, and what to do
   */
  public DeviceMemoryException(String message) {
    super(message);
  }
}
