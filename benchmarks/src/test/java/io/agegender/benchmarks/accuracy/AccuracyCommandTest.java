// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.adience.sample.SyntheticFaces;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.progress.Progress;
import io.agegender.jobs.cli.base.BenchCommand;
import io.agegender.jobs.cli.base.SparkStart;
import io.agegender.prepare.PrepareJob;
import io.agegender.prepare.PrepareSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command with a network of a few weights. */
@Tag("slow")
class AccuracyCommandTest {
  private static final Progress.Factory SILENT =
      (task, total, unit) ->
          new Progress() {
            @Override
            public void at(long done, String note) {}

            @Override
            public void close() {}
          };

  @TempDir Path dir;

  @Test
  void itTrainsTheGridOnceAndSaysWhatAveragingCosts() throws IOException {
    dataset();
    assertThat(bench("--seeds", "1,2")).isZero();
    List<String> first = figures();
    // W = 1, and W = 2 with K = 1 and 2, by two seeds; each with two checkpoints, but for K = 2
    // whose rounds end with them, too.
    assertThat(first).hasSize(1 + 3 * 2 * 2);
    assertThat(first.get(0)).startsWith("workers,interval,batch_mode,seed,iteration,images");
    assertThat(first.get(1)).startsWith("1,1,split,1,2,8,");
    assertThat(first.get(2)).startsWith("1,1,split,1,4,16,");
    assertThat(first).filteredOn(row -> row.contains(",4,16,")).hasSize(6);
    JsonNode json = Json.tree(Files.readString(dir.resolve("out/accuracy.json")));
    assertThat(json.get("ways")).hasSize(3);
    assertThat(json.get("images").asInt()).isEqualTo(16);
    assertThat(json.get("test-faces").asInt()).isPositive();
    JsonNode averaged = json.get("ways").get(1).get("accuracy");
    assertThat(averaged.get("difference").asDouble())
        .isEqualTo(
            averaged.get("mean").asDouble()
                - json.get("ways").get(0).get("accuracy").get("mean").asDouble());
    assertThat(averaged.get("difference-margin").asDouble()).isNotNegative();
    assertThat(dir.resolve("out/accuracy.md"))
        .content()
        .contains("| W | K |", "| 2 | 2 | split | 2 |", "Less accurate than W = 1 beyond chance");
    for (String plot : List.of("accuracy-images", "loss-seconds", "cost")) {
      assertThat(dir.resolve("out/%s.svg".formatted(plot))).content().contains("<svg", "<path");
    }

    // A run that is gone is trained again, the same; the others are not, and a new seed comes to
    // them.
    List<Path> runs = runs();
    assertThat(runs).hasSize(6);
    Files.writeString(runs.get(1).resolve("untouched"), "");
    assertThat(FileUtil.fullyDelete(runs.get(0).toFile())).isTrue();
    assertThat(bench("--seeds", "1,2,3")).isZero();
    assertThat(figures()).hasSize(1 + 3 * 3 * 2).containsAll(first);
    assertThat(runs).allSatisfy(run -> assertThat(run.resolve("scores")).exists());
    assertThat(runs.get(1).resolve("untouched")).exists();
  }

  private int bench(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "accuracy",
                "--dataset=" + dir.resolve("dataset"),
                "--definition=" + dir.resolve("gender_tiny"),
                "--out=" + dir.resolve("out"),
                "--workers=1,2",
                "--intervals=1,2",
                "--points=2",
                "--master=local[2]",
                "--set=sweep.check=warn",
                "--set=train.missing-classes=warn"));
    arguments.addAll(List.of(more));
    CommandLine bench = BenchCommand.withBenchmarks();
    StringWriter out = new StringWriter();
    bench.setOut(new PrintWriter(out));
    int code = bench.execute(arguments.toArray(String[]::new));
    assertThat(out.toString()).contains("W = 1 reaches", "files: ");
    return code;
  }

  /** The rows without what a clock says. */
  private List<String> figures() throws IOException {
    return Files.readAllLines(dir.resolve("out/accuracy.csv")).stream()
        .map(
            row -> {
              List<String> cells = new ArrayList<>(List.of(row.split(",")));
              cells.remove(6);
              return String.join(",", cells);
            })
        .toList();
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("out/runs"))) {
      return files.filter(file -> file.endsWith("run.json")).map(Path::getParent).sorted().toList();
    }
  }

  private void dataset() throws IOException {
    Config config = Settings.load(Optional.empty(), List.of("sample.faces=60", "sample.size=48"));
    SyntheticFaces.load()
        .generate(SettingsReader.read(config, SampleSettings::read), dir.resolve("raw"), SILENT);
    try (SparkSession spark = SparkStart.DEFAULT.session("test", Optional.of("local[2]"))) {
      PrepareJob.run(
          spark,
          SettingsReader.read(config, PrepareSettings::read),
          new org.apache.hadoop.fs.Path(dir.resolve("raw").toUri()),
          new org.apache.hadoop.fs.Path(dir.resolve("dataset").toUri()),
          SILENT);
    }
    Path folder = Files.createDirectory(dir.resolve("gender_tiny"));
    Files.writeString(
        folder.resolve("train_val.prototxt"),
        """
        layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } transform_param { crop_size: 20 mean_file: "m" } data_param { batch_size: 4 } }
        layer { name: "pool" type: "Pooling" bottom: "data" top: "pool" pooling_param { pool: AVE kernel_size: 4 stride: 4 } }
        layer { name: "ip" type: "InnerProduct" bottom: "pool" top: "ip" inner_product_param { num_output: 2 weight_filler { type: "xavier" } } }
        layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "loss" }
        """);
    Files.writeString(
        folder.resolve("solver.prototxt"),
        "base_lr: 1e-4 lr_policy: 'fixed' max_iter: 4 momentum: 0.9");
  }
}
