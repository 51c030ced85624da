// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.spark;

import io.agegender.foundation.error.CauseChain;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.util.LongAccumulator;

/** Waits for Spark's actions and tells how far they are. */
public final class Stages {
  private static final long PROGRESS_MILLIS = 500;

  private Stages() {}

  /** 0 to {@code count} - 1: what tasks are told of data that was broadcast. */
  public static List<Integer> numbers(int count) {
    return new ArrayList<>(IntStream.range(0, count).boxed().toList());
  }

  /**
   * The result of an action.
   *
   * @param command the command that waits, for messages
   * @param done what the tasks have done, for the reporter
   * @throws FailedException if a task failed, with the task's own message where it gave one
   */
  public static <T> List<T> await(
      String command, JavaFutureAction<List<T>> action, LongAccumulator done, Progress reporter) {
    try {
      while (true) {
        try {
          List<T> result = action.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
          reporter.at(done.value(), "");
          return result;
        } catch (TimeoutException e) {
          reporter.at(done.value(), "");
        }
      }
    } catch (InterruptedException e) {
      action.cancel(true);
      Thread.currentThread().interrupt();
      throw new FailedException(command + " was interrupted; start it again to resume", e);
    } catch (ExecutionException e) {
      throw failure(command, e);
    }
  }

  /** The reason that a task gave, out of what Spark wraps around it. */
  private static RuntimeException failure(String command, ExecutionException e) {
    return CauseChain.of(e)
        .filter(FailedException.class::isInstance)
        .map(FailedException.class::cast)
        .findFirst()
        .orElseGet(
            () ->
                new FailedException(
                    "a task of %s failed: %s; what is finished is kept, start again to resume"
                        .formatted(
                            command,
                            String.valueOf(e.getCause() == null ? e : e.getCause().getMessage())),
                    e));
  }
}
