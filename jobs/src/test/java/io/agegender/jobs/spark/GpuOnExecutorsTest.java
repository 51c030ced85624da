// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.jobs.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two separate executors, a made-up GPU for each, assigned by Spark's standalone master. */
@Tag("slow")
class GpuOnExecutorsTest {
  @TempDir Path dir;

  @Test
  void eachTaskKnowsTheGpuThatSparkGaveToItsExecutorAndWhatItCanRun() throws IOException {
    Path script = dir.resolve("gpus");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"5\"],"
            + " \"compute-capabilities\": [\"9.0\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> gpus =
        Map.of(
            "spark.worker.resource.gpu.amount",
            "1",
            "spark.worker.resource.gpu.discoveryScript",
            script.toString(),
            "spark.executor.resource.gpu.amount",
            "1",
            "spark.executor.resource.gpu.discoveryScript",
            script.toString(),
            "spark.task.resource.gpu.amount",
            "1",
            GpuBinding.PROPERTY,
            Device.GPU.name());
    try (LocalCluster cluster = LocalCluster.start(dir.resolve("spark"), gpus)) {
      JavaSparkContext spark = new JavaSparkContext(cluster.spark().sparkContext());
      // One GPU each: as many slots.
      assertThat(Slots.of(spark)).isEqualTo(2);
      List<String> seen =
          spark
              .parallelize(List.of(1, 2), 2)
              .map(number -> AssignedGpu.ofThisTask().toString())
              .collect();
      assertThat(seen).containsOnly("AssignedGpu[address=5, capability=9.0]");
      assertThatThrownBy(() -> DeviceCheck.require(spark, Device.GPU, Engine.ND4J))
          .satisfies(
              e ->
                  assertThat(Causes.root(e).getMessage())
                      .contains("GPU 5 has compute capability 9.0", "3.7 and 5.0 to 8.9 only"));
    }
  }
}
