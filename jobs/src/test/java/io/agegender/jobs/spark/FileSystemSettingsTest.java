// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Every command reaches the same file systems. */
@AnalyzeClasses(packages = "io.agegender", importOptions = ImportOption.DoNotIncludeTests.class)
class FileSystemSettingsTest {
  private static final String KEY = "fs.s3a.endpoint";

  @ArchTest
  static final ArchRule nobodyElseMakesAConfiguration =
      ArchRuleDefinition.noClasses()
          .should()
          .callConstructorWhere(
              new DescribedPredicate<JavaConstructorCall>("it is of Hadoop's files alone") {
                @Override
                public boolean test(JavaConstructorCall call) {
                  return call.getTargetOwner().isEquivalentTo(Configuration.class)
                      && call.getTarget().getRawParameterTypes().isEmpty();
                }
              });

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
