// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;

/** The process was asked to end while it worked; what is finished is kept. */
public final class StoppedException extends FailedException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param signal such as {@code SIGTERM}
   * @param exitCode what a shell expects after that signal, 129 to 143
   */
  StoppedException(String signal, int exitCode) {
    super("stopped by %s; start the same command again to resume".formatted(signal));
    this.exitCode = exitCode;
  }

  /** 128 and the signal's number. */
  public int exitCode() {
    return exitCode;
  }
}
