// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agegender.network.definition.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments and exit codes, where no GPU is. */
class DeviceCheckTest {
  private final List<String> lines = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--primitives | --primitives needs a value after it: see --help",
        "--libraries | --libraries needs a value after it: see --help",
        "--primitives gpu | --primitives is 'gpu': say cuda or host",
        "--fast | unknown option '--fast': see --help",
        "lenet | unknown architecture 'lenet': use one of net_definitions, caffereference, googlenet, vgg16",
        "--libraries /no/such/folder | /no/such/folder, named for CUDA's libraries, is not a folder: name the one that holds libcudart.so.13"
      })
  void wrongArgumentsAreOneMessage(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(lines).containsExactly("cannot look: " + message);
  }

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(lines).containsExactly(CheckArguments.USAGE);
  }

  @Test
  void readsItsArguments() {
    CheckArguments found =
        CheckArguments.of(List.of("vgg16", "--libraries", "/a:/b", "--primitives", "host"));
    assertThat(found)
        .isEqualTo(
            new CheckArguments(
                false, true, List.of(Path.of("/a"), Path.of("/b")), List.of(Architecture.VGG16)));
    assertThat(CheckArguments.of(List.of()).networks()).isEqualTo(Architecture.values());
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
