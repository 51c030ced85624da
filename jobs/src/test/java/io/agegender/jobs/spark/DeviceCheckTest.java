// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.cli.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Spark that is told of made-up GPUs. */
@Tag("slow")
class DeviceCheckTest {
  private static final String AMOUNT = "spark.driver.resource.gpu.amount";
  private static final String SCRIPT = "spark.driver.resource.gpu.discoveryScript";

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void forget() {
    System.clearProperty(AMOUNT);
    System.clearProperty(SCRIPT);
  }

  @Test
  void aGpuThatNobodyAssignedIsRefused() {
    assertThat(train("gpu")).isEqualTo(2);
    assertThat(err.toString())
        .contains("device = gpu, but Spark assigned none", "submit/discover-gpus")
        .doesNotContain("\tat ");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  @Test
  void aGpuThatTheLibraryHasNoCodeForIsRefused() throws IOException {
    gpus("\"0\", \"3\"", ", \"compute-capabilities\": [\"8.0\", \"9.0\"]", 2);
    assertThat(train("gpu")).isEqualTo(2);
    assertThat(err.toString()).contains("Spark assigned 2 GPUs (0, 3)");
    gpus("\"3\"", ", \"compute-capabilities\": [\"9.0\"]", 1);
    assertThat(train("gpu", "gpu.engine=nd4j")).isEqualTo(2);
    assertThat(err.toString())
        .contains("GPU 3 has compute capability 9.0", "3.7 and 5.0 to 8.9 only");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  @Test
  void aScriptThatDoesNotTellCapabilitiesIsRefused() throws IOException {
    gpus("\"0\"", "", 1);
    assertThat(train("gpu")).isEqualTo(2);
    assertThat(err.toString()).contains("1 addresses and 0 values of \"compute-capabilities\"");
  }

  @Test
  void aGoodGpuAndABuildForCpusIsNoSilentCpu() throws IOException {
    gpus("\"1\"", ", \"compute-capabilities\": [\"8.6\"]", 1);
    assertThat(train("gpu", "gpu.engine=nd4j")).isEqualTo(2);
    assertThat(err.toString())
        .contains("the ND4J of this build computes on CPUs", "gpu.engine = cudnn");
    // The engine looks for the driver; where there is one, for the GPU of the script.
    assertThat(train("gpu", "gpu.engine=cudnn")).isEqualTo(2);
    assertThat(err.toString())
        .containsAnyOf("this machine lacks lib", "CUDA's error", "no GPU 1: CUDA finds");
    assertThat(train("gpu", "gpu.engine=cudnn", "gpu.libraries=[/no/such/folder]")).isEqualTo(2);
    assertThat(err.toString()).contains("/no/such/folder, named for CUDA's libraries");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThat(train("gpu", "gpu.primitives=host", "gpu.math=tf32")).isEqualTo(2);
    assertThat(err.toString()).contains("gpu.math", "plain Java has no TF32");
    assertThat(train("gpu", "gpu.engine=cuda")).isEqualTo(2);
    assertThat(err.toString()).contains("gpu.engine: unknown value 'cuda'", "auto, cudnn, nd4j");
  }

  @Test
  void unknownDevicesAreNamed() {
    assertThat(train("tpu")).isEqualTo(2);
    assertThat(err.toString()).contains("device: unknown value 'tpu'", "auto, cpu, gpu");
  }

  private void gpus(String addresses, String capabilities, int amount) throws IOException {
    Path script = dir.resolve("gpus");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [%s]%s}'\n"
            .formatted(addresses, capabilities));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map.of(AMOUNT, String.valueOf(amount), SCRIPT, script.toString()).forEach(System::setProperty);
  }

  private int train(String device, String... settings) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--dataset",
                SampleDataset.path().toString(),
                "--run",
                "age_net_definitions",
                "--test-fold",
                "0",
                "--out",
                dir.resolve("runs").toString(),
                "--set",
                "device=" + device));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return Cli.run(
        new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
  }
}
