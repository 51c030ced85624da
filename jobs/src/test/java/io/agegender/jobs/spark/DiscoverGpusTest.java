// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/discover-gpus}, with a made-up {@code nvidia-smi}. */
class DiscoverGpusTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("agegender.root"), "submit", "discover-gpus");

  @TempDir Path bin;

  @Test
  void tellsSparkAddressesAndUsCapabilities() throws Exception {
    nvidiaSmi("0, 8.6\\n1, 3.7\\n10, 9.0\\n");
    String line = run(Map.of());
    assertThat(line)
        .isEqualTo(
            "{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\", \"10\"],"
                + " \"compute-capabilities\": [\"8.6\", \"3.7\", \"9.0\"]}");
    ResourceInformation spark = ResourceInformation.parseJson(line);
    assertThat(spark.name()).isEqualTo("gpu");
    assertThat(spark.addresses()).containsExactly("0", "1", "10");
  }

  @Test
  void countsOnlyWhatTheProcessMaySee() throws Exception {
    nvidiaSmi("0, 8.6\\n1, 3.7\\n2, 7.0\\n");
    assertThat(run(Map.of("CUDA_VISIBLE_DEVICES", "2,0")))
        .contains("\"addresses\": [\"0\", \"1\"]", "\"compute-capabilities\": [\"7.0\", \"8.6\"]");
  }

  @Test
  void saysThatThereIsNoneWithoutADriver() throws Exception {
    assertThat(run(Map.of()))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [], \"compute-capabilities\": []}");
  }

  private void nvidiaSmi(String lines) throws IOException {
    Path fake = bin.resolve("nvidia-smi");
    Files.writeString(fake, "#!/bin/sh\nprintf '%s'\n".formatted(lines));
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(environment);
    // Everything but a real nvidia-smi, should the machine have one.
    builder.environment().put("PATH", bin + ":" + tools());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return line;
  }

  private String tools() throws IOException {
    Path tools = Files.createDirectories(bin.resolve("tools"));
    for (String name : new String[] {"bash", "tr", "awk"}) {
      for (String folder : new String[] {"/usr/bin", "/bin"}) {
        if (Files.exists(Path.of(folder, name)) && !Files.exists(tools.resolve(name))) {
          Files.createSymbolicLink(tools.resolve(name), Path.of(folder, name));
        }
      }
    }
    return tools.toString();
  }
}
