// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.jobs.SampleDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Bad input: exit code, one message that says what, where and what to do, and nothing left behind.
 */
@Tag("slow")
class CliTest {
  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aDeviceThatCannotBeCheckedIsAnErrorOfUsage() {
    assertThat(run("check-device", "--primitives", "tpu")).isEqualTo(2);
    assertThat(err.toString()).contains("--primitives is 'tpu'").doesNotContain("\tat ");
    assertThat(run("check-device", "lenet")).isEqualTo(2);
    assertThat(err.toString()).contains("'lenet'").doesNotContain("\tat ");
  }

  @Test
  void helpExplainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("demo", "prepare", "train", "sweep", "score", "Exit codes");
    assertThat(run("train", "--help")).isZero();
    assertThat(out.toString()).contains("--dataset", "--test-fold", "--config", "--master");
  }

  @Test
  void theListOfCommandsSaysOfEachOneWholeSentence() {
    assertThat(new CommandLine(new AgeGender()).getSubcommands().values())
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(command.getCommandName())
                    .matches("[A-Z].*\\.$"));
  }

  @Test
  void whatDoesNotEndALineIsPrintedToo() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintWriter buffered = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
    assertThat(Cli.run(buffered, new PrintWriter(err), "--version")).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("agegender");
  }

  @Test
  void unknownCommandsAndOptionsAreUsageErrors() {
    assertThat(run("trian")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("train", "--dataset", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--run=NAME");
  }

  @Test
  void unknownConfigurationKeysAreNamedWithASuggestion() throws IOException {
    Path conf = Files.writeString(dir.resolve("my.conf"), "train { wrokers = 2 }\n");
    assertThat(
            run("sample-data", "--out", dir.resolve("s").toString(), "--config", conf.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("my.conf:1: unknown key 'train.wrokers' (did you mean 'train.workers'?)")
        .doesNotContain("\tat ");
    assertThat(dir.resolve("s")).doesNotExist();
  }

  @Test
  void missingAndEmptyRawDirectoriesAreNamed() throws IOException {
    assertThat(run("prepare", "--raw", dir.resolve("none").toString(), "--out", target()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("none").doesNotContain("\tat ");
    Files.createDirectory(dir.resolve("empty"));
    assertThat(run("prepare", "--raw", dir.resolve("empty").toString(), "--out", target()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("empty");
    assertThat(Path.of(target())).doesNotExist();
  }

  @Test
  void aFoldFileWithMissingColumnsIsNamed() throws IOException {
    Path raw = raw();
    Path fold = raw.resolve("fold_2_data.txt");
    String text = Files.readString(fold);
    Files.writeString(fold, text.replaceFirst("\tgender\t", "\t"));
    assertThat(run("prepare", "--raw", raw.toString(), "--out", target())).isEqualTo(2);
    assertThat(err.toString())
        .contains("fold_2_data.txt")
        .contains("gender")
        .doesNotContain("\tat ");
    assertThat(Path.of(target())).doesNotExist();

    // Single rows are rejected and counted; too many of them are a failure.
    Files.writeString(fold, text + "12345@N00\tx.jpg\t7\n");
    assertThat(run("prepare", "--raw", raw.toString(), "--out", target())).isEqualTo(1);
    assertThat(err.toString()).contains("WRONG_COLUMNS").contains("prepare.max-rejected-share");
  }

  @Test
  void anOutputDirectoryThatHoldsSomethingElseIsLeftAlone() throws IOException {
    Path raw = raw();
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.writeString(other.resolve("thesis.tex"), "dear");
    assertThat(run("prepare", "--raw", raw.toString(), "--out", other.toString())).isEqualTo(2);
    assertThat(run("sample-data", "--out", other.toString())).isEqualTo(2);
    assertThat(other).isDirectoryContaining("glob:**thesis.tex");
    assertThat(other.toFile().list()).hasSize(1);
  }

  @Test
  void unknownRunsFoldsAndDatasetsAreRefusedBeforeAnythingIsWritten() {
    String runs = dir.resolve("runs").toString();
    String dataset = SampleDataset.path().toString();
    assertThat(train(dataset, "age_net_definition", "0", runs)).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean 'age_net_definitions'?");
    assertThat(train(dataset, "age_fromscratch_vgg16", "0", runs)).isEqualTo(2);
    assertThat(train(dataset, "age_net_definitions", "7", runs)).isEqualTo(2);
    assertThat(train(dir.resolve("no-dataset").toString(), "age_net_definitions", "0", runs))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no-dataset").contains("manifest").doesNotContain("\tat ");
    assertThat(Path.of(runs)).doesNotExist();
  }

  /** The file, its line and all its problems; neither Spark nor a folder of runs is begun. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: \"ReLU\"|type: \"PReLU\"|3: layer 'relu': field 'type': 'PReLU' is not implemented",
        "num_output: 8|num_output: 8 axis: 2|4: layer 'ip': field 'inner_product_param.axis'",
        "bottom: \"ip\"|bottom: \"pi\"|5: layer 'loss': no layer before it makes its bottom 'pi'",
        "top: \"ip\"|top: \"c\"|4: layer 'ip':",
        "kernel_size: 6|kernel_size: 60|2: layer 'c': its kernel of 60 pixels is larger",
        "crop_size: 21|crop_size: 257|1: layer 'data': field 'transform_param.crop_size': 257 is larger",
        "num_output: 8|num_output: 2|4: layer 'ip': 2 outputs, but the target has 8 classes",
        "SoftmaxWithLoss|Accuracy|1: no layer of type SoftmaxWithLoss in phase TRAIN",
        "TRAIN } }|TRAIN }|:",
      })
  void aDefinitionThatIsNotUnderstoodStartsNothing(String before, String after, String message)
      throws IOException {
    String net =
        """
        layer { name: "data" type: "Data" top: "data" top: "l" transform_param { crop_size: 21 mean_file: "m" } data_param { batch_size: 4 } include { phase: TRAIN } }
        layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 2 kernel_size: 6 weight_filler { type: "xavier" } } }
        layer { name: "relu" type: "ReLU" bottom: "c" top: "c" }
        layer { name: "ip" type: "InnerProduct" bottom: "c" top: "ip" inner_product_param { num_output: 8 weight_filler { type: "xavier" } } }
        layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "l" top: "loss" }
        """;
    assertThat(net).contains(before);
    Path folder = Files.createDirectory(dir.resolve("age_mine"));
    Files.writeString(folder.resolve("train_val.prototxt"), net.replace(before, after));
    Files.writeString(
        folder.resolve("solver.prototxt"),
        "base_lr: 0.1\nlr_policy: 'sigmoid'\nmax_iter: 4\ntype: 'Adam'\n");
    assertThat(trainDefinition(folder)).isEqualTo(2);
    assertThat(err.toString())
        .contains("age_mine/train_val.prototxt:" + (message.equals(":") ? "" : message))
        .contains("age_mine/solver.prototxt:2: field 'lr_policy': 'sigmoid' is not implemented")
        .contains("age_mine/solver.prototxt:4: field 'type'")
        .doesNotContain("\tat ");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  @Test
  void filesOfAnotherFormatAndAnotherTargetAreNamed() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("age_mine"));
    Files.writeString(folder.resolve("train_val.prototxt"), "<html>");
    Files.write(folder.resolve("solver.prototxt"), new byte[] {10, 4, 0, 1, 2, 3});
    assertThat(trainDefinition(folder)).isEqualTo(2);
    assertThat(err.toString())
        .contains("age_mine/train_val.prototxt:1: the file begins with '<html>'")
        .contains("age_mine/solver.prototxt: the file is not text");
    assertThat(trainDefinition(dir.resolve("none"))).isEqualTo(2);
    assertThat(run("score", "--dataset", "x", "--definition", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("a folder of definitions has no weights");
    assertThat(dir.resolve("runs")).doesNotExist();
  }

  private int trainDefinition(Path folder) {
    return run(
        "train",
        "--dataset",
        "x",
        "--definition",
        folder.toString(),
        "--test-fold",
        "0",
        "--out",
        dir.resolve("runs").toString());
  }

  @Test
  void aMasterThatCannotBeReachedAndAPortThatIsTakenAreNamed() throws IOException {
    assertThat(run("prepare", "--raw", "x", "--out", target(), "--master", "locla[2]"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("locla[2]").doesNotContain("\tat ");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      System.setProperty("spark.driver.port", port);
      System.setProperty("spark.port.maxRetries", "0");
      assertThat(run("prepare", "--raw", "x", "--out", target())).isEqualTo(2);
      assertThat(err.toString()).contains(port).doesNotContain("\tat ");
    } finally {
      System.clearProperty("spark.driver.port");
      System.clearProperty("spark.port.maxRetries");
    }
  }

  private int train(String dataset, String run, String fold, String runs) {
    return run("train", "--dataset", dataset, "--run", run, "--test-fold", fold, "--out", runs);
  }

  private Path raw() {
    Path raw = dir.resolve("raw");
    assertThat(run("sample-data", "--out", raw.toString(), "--faces", "25", "--size", "48"))
        .isZero();
    return raw;
  }

  private String target() {
    return dir.resolve("dataset").toString();
  }

  private int run(String... arguments) {
    return Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
