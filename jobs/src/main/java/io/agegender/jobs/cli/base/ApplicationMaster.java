// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import org.apache.spark.SparkUserAppException;

/**
 * YARN's application master, in whose JVM the driver runs with {@code --deploy-mode cluster}. It
 * reports an application that ends the JVM as failed, whatever the code, and YARN starts it again;
 * so there the program returns, or throws its code.
 */
public final class ApplicationMaster {
  private ApplicationMaster() {}

  /** Whether the driver is in one. It hands Spark's settings on as system properties. */
  public static boolean runsThis() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        && "yarn".equals(System.getProperty("spark.master"));
  }

  /**
   * Ends the program with its exit code.
   *
   * @throws SparkUserAppException if the code is not 0
   */
  public static void end(int code) throws SparkUserAppException {
    if (code != 0) {
      throw new SparkUserAppException(code);
    }
  }
}
