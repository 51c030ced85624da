package io.agegender.jobs.cli;

import com.typesafe.config.Config;
import io.agegender.jobs.device.Device;
import io.agegender.jobs.device.DeviceCheck;
import io.agegender.problem.UsageException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A command that runs on Spark, which stops whatever happens. */
abstract class SparkCommand extends BaseCommand {
  @Override
  final int run(Config config) {
    check(config);
    Device device = Device.from(config);
    try (SparkSession spark = Sessions.start(name(), master(), device)) {
      if (computes()) {
        DeviceCheck.require(new JavaSparkContext(spark.sparkContext()), device);
      }
      return run(spark, config);
    }
  }

  /**
   * Looks for problems that can be seen before Spark starts.
   *
   * @throws UsageException if there is one
   */
  void check(Config config) {}

  /** Whether networks are computed, so that the device must be there. */
  boolean computes() {
    return false;
  }

  /** The folder of the published models that finetuning and imdbwiki start from. */
  static Path startModels(Config config) {
    return path(config.getString("start-weights.folder"));
  }

  /** Does the work and returns the exit code. */
  abstract int run(SparkSession spark, Config config);
}
