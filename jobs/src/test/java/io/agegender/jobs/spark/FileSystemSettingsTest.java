// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

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
}
