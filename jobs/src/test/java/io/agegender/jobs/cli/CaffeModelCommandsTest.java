// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Target;
import io.agegender.caffe.WeightsExport;
import io.agegender.dataset.Dataset;
import io.agegender.jobs.SampleDataset;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** score --weights, report and predict, as a user types them who has a model of Caffe's. */
@Tag("slow")
class CaffeModelCommandsTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir Path dir;
  private StringWriter out;
  private StringWriter err;

  @Test
  void aModelOfCaffeIsScoredReportedAndPredictsPictures() throws IOException {
    Dataset data = Dataset.open(SampleDataset.path(), CONFIGURATION);
    WeightsExport model =
        WeightsExport.write(
            "caffenet_train_iter_50000",
            Networks.create(
                Architecture.NET_DEFINITIONS, 2, new SolverSettings(1e-3, 0.1, 1, 0.9, 5e-4), 4),
            data.meanImage(io.agegender.adience.Alignment.ALIGNED, 2),
            Target.GENDER.labels(),
            new org.apache.hadoop.fs.Path(dir.toUri()),
            CONFIGURATION);
    String runs = dir.resolve("runs").toString();
    String[] score = {
      "score",
      "--dataset",
      SampleDataset.path().toString(),
      "--run",
      "gender_net_definitions",
      "--test-fold",
      "2",
      "--out",
      runs,
      "--weights",
      model.weights().toString(),
      "--mean",
      model.mean().toString(),
      "--crop",
      "corner,oversample",
      "--master",
      "local[1]"
    };
    assertThat(run(score)).as(() -> err.toString()).isZero();
    assertThat(out.toString())
        .contains("gender_net_definitions, test fold 2, iteration 50000, test faces aligned")
        .contains("corner crops: accuracy")
        .contains("oversample crops: accuracy");

    Path report = dir.resolve("report");
    assertThat(run("report", "--runs", runs, "--out", report.toString()))
        .as(() -> err.toString())
        .isZero();
    assertThat(out.toString()).contains("(1 of 5 folds)").contains("not comparable");
    assertThat(report.resolve("report.html")).isRegularFile();
    assertThat(report.resolve("report.md")).content().contains("fewer folds: 1 of 5");

    String directory =
        RunDirectory.list(new org.apache.hadoop.fs.Path(runs), CONFIGURATION)
            .get(0)
            .path()
            .toString();
    Path picture = picture();
    Path text = Files.writeString(dir.resolve("no.jpg"), "no picture");
    assertThat(run("predict", "--run", directory, "--json", picture.toString(), text.toString()))
        .isEqualTo(3);
    String[] lines = out.toString().lines().toArray(String[]::new);
    JsonNode first = new ObjectMapper().readTree(lines[0]);
    assertThat(first.get("image").asText()).isEqualTo(picture.toString());
    assertThat(first.get("class").asText()).isIn("m", "f");
    assertThat(first.get("probabilities").get("m").asDouble()).isBetween(0.0, 1.0);
    assertThat(new ObjectMapper().readTree(lines[1]).get("problem").asText())
        .contains("no.jpg: NOT_AN_IMAGE");
    assertThat(run("predict", "--run", directory, picture.toString())).isZero();
    assertThat(out.toString()).matches("(?s).*: [mf]  \\[m 0\\.\\d{4}, f 0\\.\\d{4}]\\R");

    for (Path file : predictions(Path.of(URI.create(directory)))) {
      Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
    }
    assertThat(run("report", "--runs", runs, "--out", report.toString()))
        .as("a scheduler must see that figures are missing")
        .isEqualTo(3);
    assertThat(report.resolve("report.md")).content().contains("damaged");
  }

  private static List<Path> predictions(Path run) throws IOException {
    try (var files = Files.walk(run)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void weightsWithoutTheirMeanAreAUsageError() {
    assertThat(run("score", "--dataset", "d", "--run", "gender_net_definitions", "--weights", "w"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--mean=FILE");
  }

  private Path picture() throws IOException {
    Path raw = Path.of(SampleDataset.path().toUri()).resolveSibling("raw");
    try (Stream<Path> all = Files.walk(raw.resolve("aligned"))) {
      return all.filter(p -> p.toString().endsWith(".jpg")).sorted().findFirst().orElseThrow();
    }
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
