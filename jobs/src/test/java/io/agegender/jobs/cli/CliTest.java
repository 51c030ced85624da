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
