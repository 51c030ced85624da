// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.Machine;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * What a start without {@code submit/agegender} may have wrong, for commands that compute: what
 * cannot be set from inside is refused before Spark starts.
 */
public final class StartCheck {
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  private StartCheck() {}

  /**
   * @param engine what computes
   * @throws UsageException if the threads of a worker's arithmetic are left to chance, or executors
   *     come and go by load
   */
  public static void require(Engine engine) {
    require(engine, System.getenv(), new SparkConf());
  }

  static void require(Engine engine, Map<String, String> environment, SparkConf conf) {
    if (engine.isNd4j() && !environment.containsKey(Machine.THREADS_VARIABLE)) {
      throw new UsageException(
          ("%1$s is not set where the driver runs, and the bits of a result depend on it. Set it to the threads of one"
                  + " worker before spark-submit starts, such as %1$s=1 (with --deploy-mode cluster: in"
                  + " spark.yarn.appMasterEnv.%1$s or spark.kubernetes.driverEnv.%1$s, as submit/agegender.properties"
                  + " does), or start with submit/agegender")
              .formatted(Machine.THREADS_VARIABLE));
    }
    if (conf.getBoolean(DYNAMIC, false)) {
      throw new UsageException(
          ("%s is true, but the tasks of a round need their slots at the same time, and slots are counted when runs"
                  + " start: Spark would begin with too few and take executors away between two rounds. Set it to"
                  + " false, and spark.executor.instances to the number that sweep --dry-run plans with")
              .formatted(DYNAMIC));
    }
  }
}
