// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.nightly;

import io.agegender.regression.baseline.ErrorCode;
import io.agegender.regression.baseline.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the command {@code nightly.on-failure}. Its own failure changes no verdict. */
public final class OnFailure {
  private static final Logger LOG = LoggerFactory.getLogger(OnFailure.class);

  private OnFailure() {}

  /**
   * What the command learns from its environment.
   *
   * @param verdict an outcome's key, or {@code stale}: {@code AGEGENDER_VERDICT}
   * @param exitCode {@code AGEGENDER_EXIT_CODE}
   * @param code {@code AGEGENDER_ERROR_CODE}; also as {@code AGEGENDER_TROUBLE}, its name until 1.0
   * @param reason {@code AGEGENDER_REASON}
   * @param page {@code AGEGENDER_PAGE}; empty if there is none
   */
  public record Report(String verdict, int exitCode, ErrorCode code, String reason, String page) {
    /** Of a nightly run that could not be made. */
    public static Report of(Throwable problem, int exitCode) {
      return new Report(
          Outcome.FAILED.key(),
          exitCode,
          ErrorCode.of(problem),
          String.valueOf(problem.getMessage()),
          "");
    }
  }

  /**
   * Runs it and waits.
   *
   * @param command for the shell; empty: nothing is run
   * @param limit after which it is ended
   */
  public static void run(String command, Duration limit, Report report) {
    if (command.isBlank()) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).inheritIO();
    builder.environment().put("AGEGENDER_VERDICT", report.verdict());
    builder.environment().put("AGEGENDER_EXIT_CODE", String.valueOf(report.exitCode()));
    builder.environment().put("AGEGENDER_ERROR_CODE", report.code().key());
    // The name before, which hooks of users read.
    builder.environment().put("AGEGENDER_TROUBLE", report.code().key());
    builder.environment().put("AGEGENDER_REASON", report.reason());
    builder.environment().put("AGEGENDER_PAGE", report.page());
    try {
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        LOG.warn("nightly.on-failure was ended after {} s: {}", limit.toSeconds(), command);
      } else if (process.exitValue() != 0) {
        LOG.warn("nightly.on-failure ended with code {}: {}", process.exitValue(), command);
      }
    } catch (IOException e) {
      LOG.warn("nightly.on-failure cannot be started: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while nightly.on-failure ran");
    }
  }
}
