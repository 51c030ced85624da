// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import io.agegender.foundation.error.FailedException;

/** A loss that is not a number any more. Trying again would end the same way. */
public final class DivergedException extends FailedException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
