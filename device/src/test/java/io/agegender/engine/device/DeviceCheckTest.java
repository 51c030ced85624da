// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agegender.training.device.check.CheckArguments.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments and exit codes, where no GPU is. */
class DeviceCheckTest {
  private static final String NETWORK =
      """
      name: "small"
      layer { name: "data" type: "Data" top: "data" top: "label"
              data_param { batch_size: 2 } transform_param { crop_size: 12 mean_file: "mean" } include { phase: TRAIN } }
      layer { name: "c" type: "Convolution" bottom: "data" top: "c"
              convolution_param { num_output: 4 kernel_size: 3 weight_filler { type: "xavier" } } }
      layer { name: "r" type: "ReLU" bottom: "c" top: "c" }
      layer { name: "p" type: "Pooling" bottom: "c" top: "p"
              pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
      layer { name: "f" type: "InnerProduct" bottom: "p" top: "f"
              inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "f" bottom: "label" top: "loss" }
      """;

  private final List<String> lines = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--primitives | --primitives needs a value after it: see --help",
        "--libraries | --libraries needs a value after it: see --help",
        "--primitives gpu | --primitives is 'gpu': say cuda or host",
        "--target people | --target is 'people': say age, gender or both",
        "--gpu first | --gpu is 'first': give a number from 0, as nvidia-smi shows it",
        "--definition /no/such/file | cannot read --definition /no/such/file (NoSuchFileException):"
            + " name a train_val.prototxt",
        "--fast | unknown option '--fast': see --help",
        "lenet | unknown architecture 'lenet': use one of net_definitions, caffereference,"
            + " googlenet, vgg16",
        "--libraries /no/such/folder | /no/such/folder, named for CUDA's libraries, is not a"
            + " folder: name the one that holds libcudart.so.13"
      })
  void wrongArgumentsAreOneMessage(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(lines).containsExactly("cannot look: " + message);
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(lines).containsExactly(DeviceCheck.USAGE);
  }

  @Test
  void readsItsWords() {
    assertThat(DeviceCheck.read(List.of())).isEqualTo(Words.NONE);
    assertThat(
            DeviceCheck.read(
                List.of(
                    "vgg16 --libraries /a:/b --primitives host --gpu 3 --target age --hashes --definition x"
                        .split(" "))))
        .isEqualTo(
            new Words("host", "3", "/a:/b", "age", true, List.of(Path.of("x")), List.of("vgg16")));
  }

  /** The whole check on plain Java, of a network that a file defines. */
  @Test
  void checksADefinitionOnPlainJava(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("train_val.prototxt"), NETWORK);
    assertThat(run("--primitives", "host", "--definition", file.toString()))
        .as("%s", lines)
        .isZero();
    assertThat(lines)
        .contains("---- operations: %s (1 of 1)".formatted(file), "all well")
        .anyMatch(line -> line.startsWith("ok   %s: convolution".formatted(file)))
        .anyMatch(line -> line.contains("against plain Java: loss 0.0e+00"))
        .anyMatch(line -> line.contains("0 other decisions"))
        .anyMatch(line -> line.contains("hash of three steps "))
        .noneMatch(line -> line.startsWith("FAIL"));
  }

  @Test
  void aDefinitionThatIsNoneNamesItsLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("train_val.prototxt"), "layer {\n  type: 3\n}\n");
    assertThat(run("--primitives", "host", "--definition", file.toString())).isEqualTo(2);
    assertThat(lines).singleElement().asString().startsWith("cannot look: ").contains(file + ":");
  }

  /** Where a driver is, the message names something else. */
  @Test
  void withoutADriverItSaysWhatIsMissing() {
    assumeTrue(
        List.of(
                "/usr/lib/x86_64-linux-gnu",
                "/usr/lib64",
                "/usr/local/nvidia/lib64",
                "/usr/lib/wsl/lib")
            .stream()
            .noneMatch(folder -> Files.exists(Path.of(folder, "libcuda.so.1"))));
    assertThat(run()).isEqualTo(2);
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith(
            "cannot look: this machine lacks libcuda.so.1 (from NVIDIA's driver, 580 or newer");
  }

  private int run(String... arguments) {
    return DeviceCheck.code(List.of(arguments), lines::add);
  }
}
