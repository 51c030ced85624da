// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Device;
import io.agegender.jobs.spark.DeviceCheck;
import io.agegender.jobs.spark.Engine;
import io.agegender.jobs.spark.ExecutorRuntime.ScratchBound;
import io.agegender.jobs.spark.StopRequest;
import io.agegender.jobs.train.start.PretrainedSettings;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A command that runs on Spark, which stops whatever happens.
 *
 * @param <S> the command's settings, read once and before Spark starts
 */
public abstract class SparkCommand<S> extends BaseCommand {
  private record Request<S>(Device device, Engine engine, ScratchBound scratch, S settings) {
    SparkSession start(SparkCommand<S> command) {
      return Sessions.start(command.name(), command.master(), device, engine, scratch);
    }
  }

  @Override
  protected final int run(Config config) {
    Request<S> request = SettingsReader.read(config, this::request);
    if (computes()) {
      StartCheck.require(request.engine);
    }
    try (SparkSession spark = request.start(this)) {
      if (computes()) {
        DeviceCheck.require(
            new JavaSparkContext(spark.sparkContext()), request.device, request.engine);
      }
      return run(spark, request.settings);
    }
  }

  private Request<S> request(SettingsReader reader) {
    StopRequest.take(reader);
    Device device = Device.read(reader);
    return new Request<>(
        device, Engine.read(reader, device), ScratchBound.read(reader), settings(reader));
  }

  /**
   * Reads the settings, and looks for other problems that can be seen before Spark starts.
   *
   * @throws UsageException if there is one
   */
  protected abstract S settings(SettingsReader reader);

  /** Whether networks are computed, so that the device must be there. */
  protected boolean computes() {
    return false;
  }

  /** Where runs may take their first weights from. */
  protected static PretrainedSettings start(SettingsReader reader) {
    return PretrainedSettings.read(reader);
  }

  /** The configuration as it is kept beside each run. */
  protected static String effective(SettingsReader reader) {
    return Settings.render(reader.config());
  }

  /** Does the work and returns the exit code. */
  protected abstract int run(SparkSession spark, S settings);
}
