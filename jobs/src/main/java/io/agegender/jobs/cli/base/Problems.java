// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Causes;
import io.agegender.jobs.spark.StoppedException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one message and an exit code. */
public final class Problems implements IExecutionExceptionHandler {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int PARTLY = 3;
  public static final int DRIFT = 4;
  public static final int STALE = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    Throwable problem = Causes.root(e);
    boolean stackTrace = parsed.hasMatchedOption("--stack-trace");
    if (problem instanceof UsageException || problem instanceof FailedException) {
      err.println("agegender: " + problem.getMessage());
      if (stackTrace) {
        e.printStackTrace(err);
      }
    } else {
      err.println(
          "agegender: internal error: %s; please report it with this stack trace:"
              .formatted(problem));
      e.printStackTrace(err);
    }
    LOG.debug("command failed", e);
    return exitCode(problem);
  }

  /** The exit code of a command that ended with a problem. */
  public static int exitCode(Throwable problem) {
    if (problem instanceof StoppedException stopped) {
      return stopped.exitCode();
    }
    return problem instanceof UsageException ? USAGE : FAILED;
  }
}
