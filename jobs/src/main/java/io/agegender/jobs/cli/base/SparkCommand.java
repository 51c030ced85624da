// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.train.start.PretrainedSettings;
import org.apache.spark.sql.SparkSession;

/**
 * A command that runs on Spark, which stops whatever happens.
 *
 * @param <S> the command's settings, read once and before Spark starts
 */
public abstract class SparkCommand<S> extends BaseCommand {
  private record Request<S>(SparkStart start, S settings) {}

  @Override
  protected final int run(Config config) {
    Request<S> request =
        SettingsReader.read(
            config, reader -> new Request<>(SparkStart.read(reader), settings(reader)));
    SparkStart start = request.start;
    try (SparkSession spark =
        computes() ? start.computing(name(), master()) : start.session(name(), master())) {
      return run(spark, request.settings);
    }
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
