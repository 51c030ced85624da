// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import io.agegender.foundation.error.FailedException;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSError;

/**
 * Makes exceptions of the JVM's and of Hadoop's errors at the edge of a job, where what was half
 * done must be noted and one message told. Errors pass everything that catches exceptions. Out of
 * memory is not among them: whoever computes knows what to raise.
 */
public final class JvmErrors {
  private JvmErrors() {}

  /**
   * Does work whose errors become exceptions.
   *
   * @throws RuntimeException of {@link #explained} for an error that is known there
   */
  public static <T> T caught(Supplier<T> work) {
    try {
      return work.get();
    } catch (FSError | LinkageError | StackOverflowError | InternalError e) {
      throw explained(e);
    }
  }

  /** As {@link #caught}, for work without a result. */
  public static void run(Runnable work) {
    Object unused =
        caught(
            () -> {
              work.run();
              return "";
            });
  }

  /**
   * What an error means: a {@link FailedException} where the surroundings are the reason, which
   * says what to do; else an internal error with the stack trace.
   */
  public static RuntimeException explained(Error error) {
    if (error instanceof FSError) {
      Throwable reason = error.getCause() == null ? error : error.getCause();
      return new FailedException(
          "a local disk failed: %s; look whether it is full or broken"
              .formatted(reason.getMessage()),
          error);
    }
    if (error instanceof LinkageError) {
      return new FailedException(
          ("a class is missing or of another version: %s. Look at --jars, spark.driver.extraClassPath and"
                  + " SPARK_HOME: Spark 3.5 for Scala 2.12 and JDK 17 are needed")
              .formatted(error),
          error);
    }
    if (error instanceof InternalError) {
      return new FailedException(
          ("the JVM cannot read memory that a file is mapped to: %s. The file was cut or its disk failed"
                  + " while it was read; run verify on the dataset")
              .formatted(error.getMessage()),
          error);
    }
    return new IllegalStateException(error.toString(), error);
  }
}
