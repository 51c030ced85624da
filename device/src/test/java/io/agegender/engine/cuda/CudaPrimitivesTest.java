// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.engine.cuda.PretendedGpu.Ended;
import io.agegender.engine.cuda.machine.CudaVersion;
import io.agegender.engine.device.DeviceCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * All calls of CUDA's libraries, over libraries that compute on the CPU and are stricter than a
 * GPU's: arguments, transposes, orders of streams and threads, memory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("isOfThisCuda")
class CudaPrimitivesTest {
  private static final String LEFT = "0 blocks, 0 pinned, 0 handles, lost 0";

  /** Groups, strides, padding, a kernel of 1, weights that begin anywhere, each kind of layer. */
  private static final String NETWORK =
      """
      name: "small"
      layer { name: "data" type: "Data" top: "data" top: "label"
              data_param { batch_size: 3 } transform_param { crop_size: 19 mean_file: "mean" } include { phase: TRAIN } }
      layer { name: "c" type: "Convolution" bottom: "data" top: "c"
              convolution_param { num_output: 6 kernel_size: 5 stride: 2 pad: 1 weight_filler { type: "xavier" } } }
      layer { name: "r" type: "ReLU" bottom: "c" top: "c" }
      layer { name: "n" type: "LRN" bottom: "c" top: "n" lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 } }
      layer { name: "p" type: "Pooling" bottom: "n" top: "p" pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
      layer { name: "g" type: "Convolution" bottom: "p" top: "g"
              convolution_param { num_output: 10 kernel_size: 3 pad: 1 group: 2 weight_filler { type: "xavier" } } }
      layer { name: "q" type: "ReLU" bottom: "g" top: "g" }
      layer { name: "one" type: "Convolution" bottom: "p" top: "one"
              convolution_param { num_output: 3 kernel_size: 1 weight_filler { type: "xavier" } } }
      layer { name: "both" type: "Concat" bottom: "g" bottom: "one" top: "both" }
      layer { name: "a" type: "Pooling" bottom: "both" top: "a" pooling_param { pool: AVE kernel_size: 3 stride: 2 } }
      layer { name: "f" type: "InnerProduct" bottom: "a" top: "f"
              inner_product_param { num_output: 7 weight_filler { type: "xavier" } } }
      layer { name: "s" type: "ReLU" bottom: "f" top: "f" }
      layer { name: "d" type: "Dropout" bottom: "f" top: "f" dropout_param { dropout_ratio: 0.4 } }
      layer { name: "h" type: "InnerProduct" bottom: "f" top: "h"
              inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "h" bottom: "label" top: "loss" }
      """;

  private PretendedGpu gpu;
  private Path network;

  static boolean isOfThisCuda() {
    return CudaVersion.BUILT.major() == 13;
  }

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException, InterruptedException {
    gpu = PretendedGpu.compiled(folder);
    network = Files.writeString(folder.resolve("small.prototxt"), NETWORK);
  }

  @Test
  void theWholeCheckIsWellAndGivesAllBack() throws IOException, InterruptedException {
    Ended check = check(Map.of());
    assertThat(check.lines()).noneMatch(line -> line.contains("FAIL")).endsWith("all well");
    assertThat(check.code()).isZero();
    assertThat(check.lines())
        .filteredOn(line -> line.contains("convolution Conv"))
        .hasSize(6)
        .filteredOn(line -> line.endsWith("same bits"))
        .hasSize(3); // Those in TF32 differ.
    assertThat(check.lines())
        .filteredOn(
            line ->
                line.matches(
                    ".* \\d+ images/s, \\d+ with feeding, batch 3; \\d MiB taken, \\d planned"))
        .hasSize(2);
    assertThat(gpu.left()).isEqualTo(LEFT);
  }

  @Test
  void trainingThatIsFedLearnsAsPlainJavaDoes() throws IOException, InterruptedException {
    Ended training = gpu.java(PretendedTraining.class, Map.of(), gpu.folder().toString());
    assertThat(training.lines()).endsWith("the same");
    assertThat(training.code()).isZero();
    assertThat(gpu.left()).isEqualTo(LEFT);
  }

  @Test
  void aGpuThatIsTooSmallIsToldAndGivenBack() throws IOException, InterruptedException {
    // The workspace of cuBLAS and a little.
    Ended check = check(Map.of("PRETENDED_BYTES", Integer.toString((32 << 20) + 10_000)));
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.lines())
        .anyMatch(line -> line.matches("FAIL .*: the GPU is out of memory: take a smaller .*"))
        .anyMatch(line -> line.matches(" .* not measured: .* the GPU is out of memory: .*"));
    assertThat(gpu.left()).isEqualTo(LEFT);
  }

  private Ended check(Map<String, String> environment) throws IOException, InterruptedException {
    return gpu.java(
        DeviceCheck.class,
        environment,
        "--libraries",
        gpu.folder().toString(),
        "--definition",
        network.toString());
  }
}
