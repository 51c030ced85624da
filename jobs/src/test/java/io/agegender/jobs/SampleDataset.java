// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs;

import com.typesafe.config.Config;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.spark.SparkDefaults;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareSettings;
import io.agegender.testing.TestFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * A small dataset of synthetic faces, made once for all tests of this JVM, and what tests need to
 * use it.
 */
public final class SampleDataset {
  private static Path made;

  private SampleDataset() {}

  /** Where it is: 60 faces of 96 pixels in five folds. Not to be written to. */
  public static synchronized Path path() {
    if (made == null) {
      try {
        java.nio.file.Path root = TestFolder.ofThisJvm("agegender-sample");
        Config config =
            Settings.load(Optional.empty(), List.of("sample.faces=60", "sample.size=96"));
        SyntheticFaces.load()
            .generate(
                SettingsReader.read(config, SampleSettings::read), root.resolve("raw"), silent());
        Path out = new Path(root.resolve("dataset").toUri());
        try (SparkSession spark = spark("local[2]")) {
          PrepareJob.run(
              spark,
              SettingsReader.read(config, PrepareSettings::read),
              new Path(root.resolve("raw").toUri()),
              out,
              silent());
        }
        made = out;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made;
  }

  /** A real Spark in this JVM. */
  public static SparkSession spark(String master) {
    return builder(master).getOrCreate();
  }

  /** As {@link #spark}, for more settings. */
  public static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .config(SparkDefaults.addTo(new SparkConf()))
        .master(master)
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1");
  }

  /** Reports to nobody. */
  public static Progress.Factory silent() {
    return (task, total, unit) ->
        new Progress() {
          @Override
          public void at(long done, String note) {}

          @Override
          public void close() {}
        };
  }
}
