// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.error;

import java.util.Objects;
import java.util.stream.Stream;

/** Looks through what others have wrapped a problem into. */
public final class CauseChain {
  private CauseChain() {}

  /** A problem, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable problem) {
    return Stream.iterate(problem, Objects::nonNull, Throwable::getCause);
  }
}
