// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.deploy.SparkSubmit;

/**
 * Where the JVM starts if the operating system has no name for the user, as in containers that run
 * as any id. Hadoop's login asks the system for that name and ends without one, and {@code
 * SparkSubmit} logs in before it calls {@code Main}; so the name is given to Hadoop here.
 */
public final class NamelessUser {
  private NamelessUser() {}

  /**
   * Logs in as {@code user.name}, then continues as {@code SparkSubmit}.
   *
   * @param arguments of {@code SparkSubmit}
   */
  public static void main(String[] arguments) {
    UserGroupInformation.setLoginUser(
        UserGroupInformation.createRemoteUser(System.getProperty("user.name")));
    SparkSubmit.main(arguments);
  }
}
