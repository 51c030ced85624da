// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.foundation.error.FailedException;

/** A device failed while it computed: this process cannot use it any more. */
public final class DeviceLostException extends FailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, and what to do
   */
  public DeviceLostException(String message) {
    super(message);
  }
}
