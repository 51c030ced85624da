// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.config.Settings;
import io.agegender.storage.Patience;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Every command reaches the same file systems. */
class FileSystemSettingsTest {
  private static final String KEY = "fs.s3a.endpoint";

  @Test
  void sparksSettingsCountWithoutSpark() {
    System.setProperty("spark.hadoop." + KEY, "http://store.example");
    try {
      assertThat(FileSystemSettings.now().get(KEY)).isEqualTo("http://store.example");
    } finally {
      System.clearProperty("spark.hadoop." + KEY);
    }
    assertThat(FileSystemSettings.now().get(KEY)).isNotEqualTo("http://store.example");
  }

  @Test
  void s3GivesUpSoonUnlessSomebodySaysOtherwise() {
    String attempts = "spark.hadoop.fs.s3a.attempts.maximum";
    assertThat(FileSystemSettings.addTo(new SparkConf(false)).get(attempts)).isEqualTo("4");
    SparkConf given = FileSystemSettings.addTo(new SparkConf(false).set(attempts, "7"));
    assertThat(given.get(attempts)).isEqualTo("7");
    assertThat(FileSystemSettings.now().get("fs.s3a.retry.limit")).isEqualTo("3");
  }

  @Test
  void thePatienceOfTheSettingsCountsFromThenOn() {
    try {
      FileSystemSettings.take(
          Settings.load(Optional.empty(), List.of("storage.outage-patience=90 seconds")));
      assertThat(FileSystemSettings.now().get(Patience.SETTING)).isEqualTo("90000ms");
    } finally {
      System.clearProperty("spark.hadoop." + Patience.SETTING);
    }
  }
}
