// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import com.typesafe.config.Config;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.storage.Patience;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * How file systems are reached, whether Spark has started or not: Hadoop's own files, and over them
 * Spark's settings {@code spark.hadoop.*}. The only place that makes such a configuration, so that
 * a command without Spark reads the same stores as one with it.
 */
public final class FileSystemSettings {
  private static final String OF_SPARK = "spark.hadoop.";

  /** Where Hadoop's defaults come from; what nobody has set is of this file. */
  private static final String DEFAULTS = "core-default.xml";

  /**
   * S3A by itself tries a request for up to some twenty minutes and says nothing meanwhile. With
   * these it gives up after half a minute at most, and {@link Patience} waits, and says so.
   */
  private static final Map<String, String> SOON =
      Map.of(
          "fs.s3a.attempts.maximum", "4",
          "fs.s3a.retry.limit", "3",
          "fs.s3a.retry.throttle.limit", "3",
          "fs.s3a.connection.timeout", "60000");

  private FileSystemSettings() {}

  /** A new configuration of the settings as they are now; the caller may change it. */
  public static Configuration now() {
    return SparkHadoopUtil.get().newConfiguration(addTo(new SparkConf()));
  }

  /** Adds to Spark's settings what nobody has set otherwise, and returns them. */
  public static SparkConf addTo(SparkConf conf) {
    Configuration set = SparkHadoopUtil.get().newConfiguration(conf);
    SOON.forEach(
        (key, value) -> {
          String[] sources = set.getPropertySources(key);
          if (sources == null || Arrays.stream(sources).allMatch(DEFAULTS::equals)) {
            conf.set(OF_SPARK + key, value);
          }
        });
    return conf;
  }

  /**
   * Takes the section {@code storage} of the settings; counts for what this JVM starts from now on.
   *
   * @throws io.agegender.foundation.error.UsageException if something is wrong in it
   */
  public static void take(Config config) {
    Duration patience =
        SettingsReader.read(config, reader -> reader.duration("storage.outage-patience"));
    System.setProperty(OF_SPARK + Patience.SETTING, patience.toMillis() + "ms");
  }
}
