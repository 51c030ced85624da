// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.spark.Engine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start by a spark-submit that knows nothing of this program. */
class StartCheckTest {
  private static final String EXECUTORS = "spark.executor.extraJavaOptions";
  private static final Map<String, String> ENVIRONMENT = Map.of("OMP_NUM_THREADS", "2");

  @Test
  void withoutAThreadCountItIsRefusedInOneLineThatSaysWhereToSetIt() {
    assertThatThrownBy(() -> StartCheck.require(Engine.ND4J, Map.of(), new SparkConf(false)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "OMP_NUM_THREADS is not set",
            "OMP_NUM_THREADS=1",
            "spark.yarn.appMasterEnv.OMP_NUM_THREADS",
            "submit/agegender")
        .message()
        .doesNotContain("\n");
    assertThatCode(() -> StartCheck.require(Engine.ND4J, ENVIRONMENT, new SparkConf(false)))
        .doesNotThrowAnyException();
  }

  @Test
  void dynamicAllocationIsRefusedWithTheReason() {
    SparkConf conf = new SparkConf(false).set("spark.dynamicAllocation.enabled", "true");
    assertThatThrownBy(() -> StartCheck.require(Engine.ND4J, ENVIRONMENT, conf))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "spark.dynamicAllocation.enabled is true",
            "slots are counted when runs start",
            "spark.executor.instances");
  }

  @Test
  void executorsGetWhatTheirOptionsLackAndNothingTwice() {
    SparkConf conf = new SparkConf(false).set(EXECUTORS, "-XX:+UseParallelGC");
    JvmOptions.addTo(conf);
    String once = conf.get(EXECUTORS);
    assertThat(once)
        .startsWith("-XX:+UseParallelGC ")
        .contains("-Dorg.eclipse.deeplearning4j.helpers.disable=false")
        .contains("-Dorg.bytedeco.javacpp.maxbytes=0");
    JvmOptions.addTo(conf);
    assertThat(conf.get(EXECUTORS)).isEqualTo(once);
  }

  @Test
  void theFileForSparkSubmitHasTheSame() throws IOException {
    Properties file = new Properties();
    try (Reader reader =
        Files.newBufferedReader(
            Path.of(System.getProperty("agegender.root"), "submit/agegender.properties"))) {
      file.load(reader);
    }
    SparkConf conf = new SparkConf(false);
    JvmOptions.addTo(conf);
    assertThat(file)
        .containsEntry(EXECUTORS, conf.get(EXECUTORS))
        .containsEntry("spark.driver.extraJavaOptions", conf.get(EXECUTORS))
        .containsEntry("spark.dynamicAllocation.enabled", "false");
    assertThat(file.keySet()).allMatch(key -> key.toString().startsWith("spark."));
  }

  @Test
  void anApplicationMasterIsToldTheExitCodeAndGoodWorkReturns() throws Exception {
    ApplicationMaster.end(Problems.DONE);
    assertThatThrownBy(() -> ApplicationMaster.end(Problems.PARTLY))
        .isInstanceOfSatisfying(
            SparkUserAppException.class,
            end -> assertThat(end.exitCode()).isEqualTo(Problems.PARTLY));
  }

  @ParameterizedTest
  @CsvSource({"10, 2, 8", "23, 19, 23", "23, 18, 22"})
  void theBoundOfTheProcessLeavesRoomBesideTheHeap(int memory, int heap, int most) {
    long gib = 1L << 30;
    assertThat(JvmOptions.mostMemory(memory * gib, heap * gib) / gib).isEqualTo(most);
  }
}
