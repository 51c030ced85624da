package io.agegender.jobs.cli.base;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Device;
import io.agegender.jobs.spark.DeviceCheck;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A command that runs on Spark, which stops whatever happens. */
public abstract class SparkCommand extends BaseCommand {
  @Override
  protected final int run(Config config) {
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
  protected void check(Config config) {}

  /** Whether networks are computed, so that the device must be there. */
  protected boolean computes() {
    return false;
  }

  /** The folder of the published models that finetuning and imdbwiki start from. */
  protected static Path startModels(Config config) {
    return SettingsReader.read(config, settings -> settings.path("start-weights.folder"));
  }

  /** Does the work and returns the exit code. */
  protected abstract int run(SparkSession spark, Config config);
}
