// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.report.Cell;
import io.agegender.report.PublishedTable;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.MadeRuns;
import io.agegender.report.gather.RunResult;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.Made;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportWriterTest {
  @TempDir static Path made;
  @TempDir Path dir;
  private static final String BARS = "bars-gender-net_definitions";
  private static Results results;
  private static final List<RunResult> runs = new ArrayList<>();

  private static Gatherer gatherer() {
    return new Gatherer(
        SettingsReader.read(Settings.defaults(), ReportSettings::read),
        MadeRuns.CONFIGURATION,
        (task, total, unit) -> new LogProgress(task, total, unit, Duration.ofHours(1)));
  }

  @BeforeAll
  static void gather() {
    for (String name : List.of("age_finetuning_googlenet", "age_net_definitions_mixed")) {
      for (int fold = 0; fold < 5; fold++) {
        runs.add(MadeRuns.realistic(made, RunName.parse(name), fold, 80, 2));
      }
    }
    runs.add(
        MadeRuns.finished(
            "gender_net_definitions",
            3,
            100,
            MadeRuns.write(
                made,
                Made.header("gender_net_definitions", 3, 100),
                Map.of(CropMode.OVERSAMPLE, Made.rows(Target.GENDER, 0, 0, 1, 0)))));
    results = gatherer().gather(runs);
  }

  @Test
  void jsonHoldsEveryFigureAndNothingThatDoesNotExist() throws IOException {
    String json = JsonReport.render(results);
    assertThat(json).endsWith("}\n").doesNotContain("null").doesNotContain("NaN");
    JsonNode root = new ObjectMapper().readTree(json);
    assertThat(root.get("format").textValue()).isEqualTo("agegender-results");
    assertThat(root.get("cells")).hasSize(results.cells().size());
    for (int i = 0; i < results.cells().size(); i++) {
      Cell cell = results.cells().get(i);
      JsonNode node = root.get("cells").get(i);
      assertThat(node.get("run").textValue()).isEqualTo(cell.key().run().toString());
      assertThat(node.at("/rows/accuracy/mean").asDouble(-1))
          .isEqualTo(cell.rows().accuracy().mean().orElse(-1));
      assertThat(node.at("/distinct-faces/pooled/classes/1/recall").isMissingNode())
          .isEqualTo(cell.distinctFaces().pooled().isEmpty());
      assertThat(node.at("/rows/one-off").isMissingNode())
          .isEqualTo(cell.rows().oneOff().isEmpty());
      assertThat(node.get("folds")).hasSize(5);
      cell.rows()
          .pooled()
          .ifPresent(
              pooled ->
                  assertThat(node.at("/rows/pooled/confusion/0/1").longValue())
                      .isEqualTo(pooled.confusion().count(0, 1)));
    }
    assertThat(root.at("/comparisons/0/first/crop-mode").textValue()).isEqualTo("oversample");
    assertThat(root.at("/curves/0/points/0/iteration").longValue()).isEqualTo(400);
  }

  @Test
  void theSchemaDocumentNamesEveryColumn() throws IOException {
    String schema = Files.readString(Path.of("../docs/results-schema.md"));
    assertSchema(schema, "## The file", Columns.RESULTS);
    assertSchema(schema, "## A cell", Columns.cells(results));
    assertSchema(schema, "## A fold", Columns.FOLDS);
    assertSchema(schema, "## Metrics", Columns.METRICS);
    assertSchema(schema, "## A class", Columns.CLASSES);
    assertSchema(schema, "## A comparison", Columns.COMPARISONS);
    assertSchema(schema, "## A curve", Columns.CURVES);
    assertSchema(schema, "## A point", Columns.POINTS);
  }

  /** A line of the document: {@code | key in JSON | column in CSV | type | meaning |}. */
  private static <T> void assertSchema(String schema, String heading, List<Column<T>> columns) {
    String section = schema.substring(schema.indexOf(heading + "\n") + 1).split("\n## ")[0];
    List<String> documented =
        section
            .lines()
            .filter(line -> line.startsWith("| `") || line.startsWith("| | `"))
            .map(line -> line.split("\\|"))
            .map(cells -> cells[1].strip() + "," + cells[2].strip())
            .toList();
    List<String> ours =
        columns.stream()
            .filter(column -> !column.name().isEmpty())
            .map(
                column ->
                    name(column, Column.View.JSON, column.name().replace('_', '-'))
                        + ","
                        + name(column, Column.View.CSV, column.name()))
            .toList();
    assertThat(documented).as(heading).containsExactlyElementsOf(ours);
  }

  private static String name(Column<?> column, Column.View view, String name) {
    return column.views().contains(view) ? "`" + name + "`" : "";
  }

  @Test
  void everyFileIsThereAndNothingElse() throws IOException {
    Path report = dir.resolve("report");
    ReportWriter.write(results, path(report), MadeRuns.CONFIGURATION);
    assertThat(names(report))
        .contains(
            "report.md",
            "report.html",
            "results.json",
            "results.csv",
            "folds.csv",
            "comparisons.csv",
            "plots/bars-age-googlenet.png",
            "plots/bars-age-googlenet.svg",
            "plots/curve-age_net_definitions_mixed.png")
        .noneMatch(name -> name.contains(".writing"));
    assertThat(names(dir)).allMatch(name -> name.startsWith("report"));
    assertThat(ImageIO.read(report.resolve("plots/bars-age-googlenet.png").toFile()).getWidth())
        .isEqualTo(1520);
    assertThat(report.resolve("plots/bars-age-googlenet.svg"))
        .content()
        .contains("<svg")
        .hasSizeLessThan(80_000);
  }

  @Test
  void anOlderReportIsReplacedAndAnythingElseRefused() throws IOException {
    Path report = dir.resolve("report");
    ReportWriter.write(results, path(report), MadeRuns.CONFIGURATION);
    Files.writeString(report.resolve("report.md"), "old");
    ReportWriter.write(results, path(report), MadeRuns.CONFIGURATION);
    assertThat(report.resolve("report.md")).content().startsWith("# Results");
    assertThat(dir.toFile().list()).containsExactly("report");

    Path foreign = Files.createDirectories(dir.resolve("photos"));
    Files.writeString(foreign.resolve("a.jpg"), "");
    assertThatThrownBy(() -> ReportWriter.write(results, path(foreign), MadeRuns.CONFIGURATION))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("photos exists and is not a report");
    assertThat(foreign.resolve("a.jpg")).exists();
  }

  @Test
  void csvHasALineForEachCellAndFold() throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    List<CSVRecord> cells =
        format
            .parse(new StringReader(CsvReport.render(Columns.cells(results), results.cells())))
            .getRecords();
    assertThat(cells).hasSize(results.cells().size());
    CSVRecord gender =
        cells.stream()
            .filter(r -> r.get("run").equals("gender_net_definitions"))
            .filter(r -> r.get("crop_mode").equals("oversample"))
            .findFirst()
            .orElseThrow();
    assertThat(gender.get("accuracy_mean")).isEqualTo("0.5");
    assertThat(gender.get("missing_folds")).isEqualTo("0 1 2 4");
    assertThat(gender.get("one_off_mean")).isEmpty();
    assertThat(gender.get("published_accuracy")).isEqualTo("0.881");
    assertThat(gender.get("verdict")).isEqualTo("not-comparable");
    assertThat(format.parse(new StringReader(csvFolds())).getRecords())
        .hasSize(5 * results.cells().size());
  }

  @Test
  void foldsWithoutFiguresStandTogetherWhereTheReasonIsOne() {
    assertThat(MarkdownReport.render(results))
        .containsPattern(
            "gender_net_definitions on aligned faces, oversample \\| 0, 1, 2, 4 \\| absent \\|");
    assertThat(page(Optional.empty())).contains(">0, 1, 2, 4</td>").contains(">Folds</");
  }

  @Test
  void thePageLinksToHeatMaps() {
    assertThat(page(Optional.of("maps/index.html")))
        .contains("<a href=\"maps/index.html\">Heat maps</a>");
  }

  @Test
  void aLinkToHeatMapsSurvivesAMoveOfBothFolders() {
    assertThat(
            ReportWriter.link(
                new org.apache.hadoop.fs.Path("file:/a/report"),
                new org.apache.hadoop.fs.Path("file:/a/maps/index.html")))
        .isEqualTo("../maps/index.html");
    assertThat(
            ReportWriter.link(
                new org.apache.hadoop.fs.Path("file:/a/report"),
                new org.apache.hadoop.fs.Path("s3a://b/maps/index.html")))
        .isEqualTo("s3a://b/maps/index.html");
  }

  private static String page(Optional<String> heatMaps) {
    return HtmlReport.render(
        results, Plots.bars(results), Plots.curves(results), heatMaps, Optional.empty());
  }

  @Test
  void thePageNeedsNothingFromOutsideAndIsWellFormed() throws Exception {
    String page = page(Optional.empty());
    assertThat(page)
        .doesNotContainPattern("(src|href)=\"(?!#|data:)")
        .doesNotContain("@import")
        .doesNotContain("url(")
        .contains("name=\"viewport\"")
        .contains("rows = prediction, columns = truth")
        .contains("(1 of 5 folds)");
    // As XML it has to nest; the tags that HTML leaves open are closed for the parser.
    String xml =
        page.replace("<!doctype html>", "")
            .replaceAll("<(meta|img)([^>]*)>", "<$1$2/>")
            .replaceAll("(?s)<script>.*</script>", "");
    javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new org.xml.sax.InputSource(new StringReader(xml)));
  }

  @Test
  void theMarkdownTableHasThePublishedShape() {
    String report = MarkdownReport.render(results);
    assertThat(report)
        .contains("## Age, 10 crops")
        .contains("|  | AdienceNet | GoogLeNet |")
        .containsPattern(
            "\\| `\\[m,\\.]` \\| \\*\\*\\d\\d\\.\\d ± \\d\\.\\d \\(5 of 5 folds\\)\\*\\*")
        .contains("published 53.6, 1-off 88.4")
        .contains("**50.0 (1 of 5 folds)**<br>published 88.1<br>not comparable");
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER_DATASET", "SYNTHETIC_OTHERS"})
  void noRendererHasAPublishedFigureOfFacesOfATable(FaceOrigin faces) {
    RunResult run = runs.get(runs.size() - 1);
    RunResult other =
        new RunResult(
            run.run(),
            run.testFold(),
            run.ending(),
            faces,
            run.schedule(),
            run.iterations(),
            run.predictions(),
            run.curve());
    Results others = gatherer().gather(List.of(other));
    Map<String, Plot> bars = Plots.bars(others);
    String texts =
        String.join(
            "\n",
            JsonReport.render(others),
            CsvReport.render(Columns.cells(others), others.cells()),
            HtmlReport.render(
                others, bars, Plots.curves(others), Optional.empty(), Optional.empty()),
            MarkdownReport.render(others),
            ConsoleTable.render(others),
            bars.get(BARS).chart().getSeriesMap().keySet().toString());
    assertThat(texts.replaceAll("base64,[^\"]*", ""))
        .contains("other dataset: its faces are those of a table, not Adience's")
        .contains("50.0 (1 of 5 folds)")
        .doesNotContain(
            "88.1",
            "0.881",
            "published 8",
            "Published values",
            "results of others",
            "published for this cell")
        .doesNotContain(
            "shape of the published", "Reproduced: ", PublishedTable.published().source());
    assertThat(Plots.bars(results).get(BARS).chart().getSeriesMap())
        .containsKeys("results of others", "published for this cell");
  }

  @Test
  void theConsoleTableIsAligned() {
    List<String> lines = ConsoleTable.render(results).lines().toList();
    int column = lines.get(0).indexOf("verdict");
    assertThat(lines).hasSize(results.cells().size() + 1);
    assertThat(lines)
        .allMatch(line -> line.charAt(column - 1) == ' ' && line.charAt(column) != ' ');
  }

  private static String csvFolds() {
    return CsvReport.render(
        Columns.FOLDS,
        results.cells().stream().flatMap(cell -> Columns.Fold.of(cell).stream()).toList());
  }

  private static org.apache.hadoop.fs.Path path(Path local) {
    return new org.apache.hadoop.fs.Path(local.toUri());
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(p -> root.relativize(p).toString()).toList();
    }
  }
}
