// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Alignment;
import io.agegender.jobs.SampleDataset;
import io.agegender.jobs.cli.Cli;
import io.agegender.jobs.spark.Machine;
import io.agegender.jobs.train.TrainJob;
import io.agegender.jobs.train.start.PretrainedSettings;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.BatchMode;
import io.agegender.run.Retention;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunName;
import io.agegender.run.RunRecord;
import io.agegender.run.RunSettings;
import io.agegender.score.CropMode;
import io.agegender.score.Prediction;
import io.agegender.score.PredictionsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command heatmap on a network that was trained for two iterations. */
@Tag("slow")
class HeatmapJobTest {
  private static final RunName RUN = RunName.parse("gender_net_definitions");
  private static final int SIZE = 227;

  @TempDir static Path dir;
  private static RunDirectory run;
  private StringWriter out;
  private StringWriter err;

  @BeforeAll
  static void train() {
    RunSettings settings =
        RunSettings.builder(RUN)
            .testFold(1)
            .trainedOn(Alignment.ALIGNED)
            .schedule("test")
            .solver(new SolverSettings(0.001, 0.1, 100, 0.9, 0.0005))
            .batch(2)
            .batchMode(BatchMode.PER_WORKER)
            .iterations(2)
            .seed(3)
            .threads(Machine.threadsOfThisJvm())
            .build();
    org.apache.hadoop.fs.Path dataset = SampleDataset.path();
    try (SparkSession spark = SampleDataset.spark("local[1]")) {
      run =
          new TrainJob(
                  new JavaSparkContext(spark.sparkContext()),
                  PretrainedSettings.of(new org.apache.hadoop.fs.Path("file:/no/start/weights")),
                  SampleDataset.silent())
              .run(
                  dataset,
                  new org.apache.hadoop.fs.Path(dir.resolve("runs").toUri()),
                  settings,
                  new Retention(5, 0),
                  "a = 1\n")
              .directory();
    }
  }

  @Test
  void anyNumberOfSlotsAndAnExportedModelGiveTheSameBytesAndNothingIsMadeTwice()
      throws IOException {
    Path one = dir.resolve("one");
    assertDone(heatmap(one, "--faces", "all", "--master", "local[1]", "--rule", "composite,z"));
    Path rows = one.resolve("rows/gender_net_definitions-fold-1/0000002");
    int faces = entries(rows).size();
    assertThat(faces).isGreaterThan(1);
    assertThat(out.toString()).contains("(%d faces explained, 0 were there)".formatted(faces));
    Path three = dir.resolve("three");
    assertDone(heatmap(three, "--faces", "all", "--master", "local[3]", "--rule", "composite,z"));
    SortedMap<String, byte[]> expected = files(one);
    assertThat(files(three)).containsExactlyEntriesOf(expected);
    assertThat(expected.keySet())
        .contains("index.html", "heatmap.json", "heatmaps.parquet")
        .anyMatch(file -> file.startsWith("mean/") && file.endsWith(".npy"))
        .anyMatch(file -> file.endsWith("-heat.png"))
        .anyMatch(file -> file.endsWith("-overlay.png"));
    assertThat(one.resolve("index.html")).content().contains("Synthetic faces:");

    // As if the job had been killed before one face was done.
    Path lost = entries(rows).get(1);
    Files.delete(lost);
    assertDone(heatmap(one, "--faces", "all", "--master", "local[1]", "--rule", "composite,z"));
    assertThat(out.toString()).contains("(1 faces explained, %d were there)".formatted(faces - 1));
    assertThat(files(one)).containsExactlyEntriesOf(expected);

    Path model = dir.resolve("model");
    assertDone(cli("export-weights", "--run", run.path().toString(), "--out", model.toString()));
    Path exported = dir.resolve("exported");
    assertDone(
        cli(
            "heatmap",
            "--dataset",
            SampleDataset.path().toString(),
            "--run",
            RUN.toString(),
            "--weights",
            ending(model, ".caffemodel"),
            "--mean",
            ending(model, ".binaryproto"),
            "--test-fold",
            "1",
            "--out",
            exported.toString(),
            "--faces",
            "all",
            "--rule",
            "composite,z",
            "--master",
            "local[1]"));
    assertThat(maps(exported)).containsExactlyEntriesOf(maps(one));
  }

  @Test
  void classAndProbabilityAreThoseOfScore() throws IOException {
    assertDone(
        cli(
            "score",
            "--dataset",
            SampleDataset.path().toString(),
            "--run",
            run.path().toString(),
            "--crop",
            "centre",
            "--set",
            "score.batch-size=4",
            "--master",
            "local[1]"));
    Map<Integer, Prediction> scored =
        PredictionsFile.read(run.predictionFiles().get(0), new Configuration())
            .predictions()
            .get(CropMode.CENTRE)
            .stream()
            .collect(Collectors.toMap(Prediction::face, Function.identity(), (a, b) -> a));
    Path all = dir.resolve("all");
    assertDone(
        heatmap(
            all,
            "--faces",
            "all",
            "--rule",
            "gradient-input",
            "--class",
            "all",
            "--master",
            "local[2]"));
    List<JsonNode> rows = rows(all);
    assertThat(rows).hasSize(2 * scored.size());
    for (JsonNode row : rows) {
      Prediction prediction = scored.get(row.get("face").intValue());
      assertThat(row.get("predicted").intValue()).isEqualTo(prediction.predicted());
      assertThat(row.get("label").intValue()).isEqualTo(prediction.label());
      assertThat(row.get("probability").doubleValue())
          .isCloseTo(prediction.probabilities()[row.get("explained").intValue()], within(1e-6));
    }
  }

  @Test
  void whatIsMeasuredOfMapsIsInRowsTablesPageAndToolboxFiles() throws IOException {
    Path place = dir.resolve("measured");
    assertDone(
        heatmap(
            place,
            "--faces",
            "1",
            "--rule",
            "gradient-input,epsilon",
            "--draw",
            "contour,heat",
            "--scale",
            "sheet",
            "--fill",
            "blur",
            "--steps",
            "3",
            "--perturb",
            "--randomise",
            "--toolbox",
            dir.resolve("toolbox").toString(),
            "--set",
            "heatmap.regions.upper=[0, 0, 1, 0.5]",
            "--master",
            "local[2]"));
    for (JsonNode row : rows(place)) {
      assertThat(row.get("curves").get("most")).hasSize(4);
      assertThat(row.get("randomised")).hasSize(6);
      assertThat(row.get("randomised").get("conv1").doubleValue()).isBetween(-1.0, 0.9);
      assertThat(row.get("region-share")).hasSize(1);
      assertThat(row.get("region-name").get(0).textValue()).isEqualTo("upper");
    }
    assertThat(out.toString())
        .contains("area over the curve: most relevant first")
        .contains("mean correlation of");
    assertThat(place.resolve("curves.csv")).content().contains(",most,3,");
    assertThat(place.resolve("curves.svg")).content().contains("<polyline");
    assertThat(place.resolve("randomised.csv")).content().contains(",epsilon,", ",conv1,");
    assertThat(place.resolve("regions.csv")).content().contains(",upper,0.");
    assertThat(place.resolve("index.html"))
        .content()
        .contains("All maps of a rule have one scale", "Perturbation curves", "Random weights");
    toolboxFiles(dir.resolve("toolbox/gender_net_definitions-fold-1/0000002"));
  }

  private static void toolboxFiles(Path folder) throws IOException {
    Path text =
        entries(folder.resolve("epsilon")).stream()
            .filter(file -> file.toString().endsWith("_rawhm.txt"))
            .findFirst()
            .orElseThrow();
    assertThat(Files.readAllLines(text)).hasSize(2 + 3 * SIZE).startsWith("3", "227 227");
    List<String> configuration = Files.readAllLines(folder.resolve("config-epsilon.txt"));
    for (String key : List.of("param_file", "model_file", "mean_file", "synsetfile")) {
      assertThat(folder.resolve(configuration.get(configuration.indexOf(key) + 1))).exists();
    }
    for (String line : Files.readAllLines(folder.resolve("files-epsilon.txt"))) {
      assertThat(line).matches("faces/[0-9]{6}\\.png [01]");
      assertThat(folder.resolve(line.split(" ")[0])).exists();
    }
    assertThat(folder.resolve("config-gradient-input.txt")).doesNotExist();
  }

  @Test
  void aPictureThatFailsIsListedAndDoesNotStopTheOthers() throws IOException {
    Path text = Files.writeString(dir.resolve("no.jpg"), "not a picture");
    Path place = dir.resolve("pictures");
    assertThat(
            cli(
                "heatmap",
                "--run",
                run.path().toString(),
                "--picture",
                text.toString(),
                "--picture",
                picture().toString(),
                "--out",
                place.toString(),
                "--view",
                "whole",
                "--master",
                "local[1]"))
        .as(() -> err.toString())
        .isEqualTo(3);
    assertThat(out.toString()).contains("not explained").contains("no.jpg: NOT_AN_IMAGE");
    assertThat(rows(place)).hasSize(1);
    JsonNode about = new ObjectMapper().readTree(place.resolve("heatmap.json").toFile());
    assertThat(about.get("state").textValue()).isEqualTo("finished in part");
    assertThat(
            cli(
                "heatmap",
                "--run",
                run.path().toString(),
                "--picture",
                text.toString(),
                "--out",
                dir.resolve("none").toString(),
                "--master",
                "local[1]"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("no face could be explained").contains("no.jpg");
  }

  @Test
  void everyMistakeIsFoundBeforeAnythingIsComputed() throws IOException {
    Path place = dir.resolve("nothing");
    assertUsage("unknown rule 'compsite' (did you mean 'composite'?)", place, "--rule", "compsite");
    assertUsage("class '(0, 2)' is not one of the network's", place, "--class", "(0, 2)");
    assertUsage("mixed is not a test set", place, "--test-alignment", "mixed");
    assertUsage("no such face in the list", place, "--face", "nobody/at-all.jpg");
    String own = "heatmap.rules.mine={convolution{rule=gamma,gamma=0.1},inner-product{rule=z}";
    assertUsage(
        "the network has no layer 'conv9'",
        place,
        "--rule",
        "mine",
        "--set",
        own + ",layers{conv9{rule=flat}}}");
    assertUsage("unknown key 'layer'", place, "--rule", "mine", "--set", own + ",layer{}}");
    assertUsage("use one of centre, whole", place, "--view", "all");
    assertUsage("use one of face, heat, overlay, contour", place, "--draw", "heat,lines");
    assertUsage("use one of black-firered, seismic, blue-black-yellow", place, "--map", "rainbow");
    assertUsage("use one of face, sheet", place, "--scale", "run");
    assertUsage("use one of mean, black, blur", place, "--fill", "white");
    assertUsage("--mean-maps maybe: use on or off", place, "--mean-maps", "maybe");
    assertUsage(
        "[left, top, right, bottom]", place, "--set", "heatmap.regions.eyes=[0.5, 0, 0.2, 1]");
    Path full = Files.createDirectories(dir.resolve("full"));
    Files.writeString(full.resolve("other.txt"), "something else");
    assertUsage("does not hold heat maps", full);
    Path foreign = Files.createDirectories(dir.resolve("foreign"));
    Files.writeString(foreign.resolve("heatmap.json"), "{\"dataset-sha256\": \"ab\"}");
    assertUsage("holds heat maps of the dataset ab", foreign);
    assertThat(place).doesNotExist();

    RunRecord other =
        new RunRecord("f".repeat(64), run.run().settings(), "elsewhere", "ef".repeat(32), Map.of());
    RunDirectory stranger =
        RunDirectory.create(
            new org.apache.hadoop.fs.Path(dir.resolve("strangers").toUri()),
            other,
            "",
            new Configuration());
    assertThat(
            cli(
                "heatmap",
                "--dataset",
                SampleDataset.path().toString(),
                "--run",
                stranger.path().toString(),
                "--out",
                place.toString(),
                "--master",
                "local[1]"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("was trained on the dataset elsewhere");
    assertThat(cli("heatmap", "--run", run.path().toString(), "--out", place.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("give --dataset or --picture");
  }

  private void assertUsage(String message, Path place, String... more) {
    assertThat(heatmap(place, more)).as(() -> err.toString()).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  private void assertDone(int code) {
    assertThat(code).as(() -> err.toString()).isZero();
  }

  private int heatmap(Path place, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "heatmap",
                "--dataset",
                SampleDataset.path().toString(),
                "--run",
                run.path().toString(),
                "--out",
                place.toString()));
    arguments.addAll(List.of(more));
    return cli(arguments.toArray(String[]::new));
  }

  private int cli(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static List<JsonNode> rows(Path place) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (Path file : walk(place.resolve("rows"))) {
      new ObjectMapper().readTree(file.toFile()).get("rows").forEach(rows::add);
    }
    return rows;
  }

  private static SortedMap<String, byte[]> files(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Path file : walk(folder)) {
      files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
    }
    return files;
  }

  /** Without the iteration: a model from elsewhere counts as trained to the published end. */
  private static SortedMap<String, byte[]> maps(Path folder) throws IOException {
    SortedMap<String, byte[]> maps = new TreeMap<>();
    files(folder.resolve("maps"))
        .forEach((file, bytes) -> maps.put(file.replaceFirst("/[0-9]{7}/", "/"), bytes));
    return maps;
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String ending(Path folder, String suffix) throws IOException {
    return walk(folder).stream()
        .map(Path::toString)
        .filter(file -> file.endsWith(suffix))
        .findFirst()
        .orElseThrow();
  }

  private static Path picture() throws IOException {
    return walk(Path.of(SampleDataset.path().toUri()).resolveSibling("raw").resolve("aligned"))
        .stream()
        .filter(p -> p.toString().endsWith(".jpg"))
        .findFirst()
        .orElseThrow();
  }
}
