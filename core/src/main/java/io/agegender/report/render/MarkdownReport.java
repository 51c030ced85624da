package io.agegender.report.render;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.Comparison;
import io.agegender.report.FoldResult;
import io.agegender.report.PublishedTable;
import io.agegender.report.Results;
import io.agegender.report.Summary;
import io.agegender.score.CropMode;
import io.agegender.score.metrics.FoldStatistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Results as Markdown, with tables in the shape of the published one. */
public final class MarkdownReport {
  private final Results results;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(Results results) {
    this.results = results;
  }

  public static String render(Results results) {
    return new MarkdownReport(results).render();
  }

  private String render() {
    out.append("# Results\n\n");
    for (String line : Words.conventions(results)) {
      out.append("- ").append(line).append('\n');
    }
    for (Target target : Target.values()) {
      for (CropMode mode : Words.CROPS) {
        table(target, mode);
      }
    }
    verdicts();
    missing();
    swapped();
    duplicates();
    comparisons();
    return out.toString();
  }

  private void table(Target target, CropMode mode) {
    Map<String, Map<Architecture, Cell>> rows = new LinkedHashMap<>();
    Set<Architecture> columns = new TreeSet<>();
    for (Cell cell : results.cells()) {
      CellKey key = cell.key();
      if (key.home() && key.run().target() == target && key.cropMode() == mode) {
        rows.computeIfAbsent(key.row(), r -> new LinkedHashMap<>())
            .put(key.run().architecture(), cell);
        columns.add(key.run().architecture());
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    out.append("\n## ").append(Words.title(target, mode)).append("\n\n");
    List<String> head = new ArrayList<>(List.of(""));
    columns.forEach(c -> head.add(c.title()));
    header(head);
    rows.forEach(
        (name, cells) -> {
          List<String> texts = new ArrayList<>(List.of("`" + name + "`"));
          columns.forEach(c -> texts.add(text(Optional.ofNullable(cells.get(c)))));
          line(texts);
        });
  }

  private String text(Optional<Cell> maybe) {
    if (maybe.isEmpty()) {
      return "";
    }
    Cell cell = maybe.get();
    List<String> lines = new ArrayList<>();
    lines.add("**" + cell.rows().accuracy().percent() + "**" + Words.mark(results));
    cell.rows().oneOff().ifPresent(s -> lines.add("1-off " + Words.spread(s)));
    cell.published()
        .ifPresent(
            p -> {
              lines.add("published " + Words.published(p));
              lines.add(cell.verdict().kind().title());
            });
    return String.join("<br>", lines);
  }

  private void verdicts() {
    out.append("\n## Beside the published table\n\n");
    out.append("Published: ").append(PublishedTable.published().source()).append(".\n\n");
    header(List.of("configuration", "figure", "here", "published", "verdict", "reason"));
    for (Cell cell : results.cells()) {
      cell.published()
          .ifPresent(
              published -> {
                line(
                    List.of(
                        "`" + cell.key().run() + "`",
                        "accuracy",
                        cell.rows().accuracy().percent() + Words.mark(results),
                        FoldStatistic.percent(published.accuracy()),
                        cell.verdict().kind().title(),
                        cell.verdict().reason()));
                cell.oneOffVerdict()
                    .ifPresent(
                        verdict ->
                            line(
                                List.of(
                                    "`" + cell.key().run() + "`",
                                    "1-off",
                                    cell.rows().oneOff().orElseThrow().percent()
                                        + Words.mark(results),
                                    FoldStatistic.percent(published.oneOff().orElseThrow()),
                                    verdict.kind().title(),
                                    verdict.reason())));
              });
    }
  }

  private void missing() {
    List<Cell> incomplete = results.cells().stream().filter(c -> !c.missing().isEmpty()).toList();
    if (incomplete.isEmpty()) {
      return;
    }
    out.append("\n## Missing folds and runs that did not finish\n\n");
    header(List.of("cell", "fold", "state", "reason"));
    for (Cell cell : incomplete) {
      for (FoldResult fold : cell.missing()) {
        line(
            List.of(
                cell.key().toString(),
                Integer.toString(fold.testFold()),
                fold.state().key().replace('-', ' '),
                fold.reason()));
      }
    }
  }

  private void swapped() {
    List<Cell> swapped = results.cells().stream().filter(c -> !c.key().home()).toList();
    if (swapped.isEmpty()) {
      return;
    }
    out.append("\n## Swapped test faces\n\n");
    header(List.of("configuration", "test faces", "crops", "accuracy", "1-off"));
    for (Cell cell : swapped) {
      line(
          List.of(
              "`" + cell.key().run() + "`",
              cell.key().testAlignment().key(),
              cell.key().cropMode().key(),
              cell.rows().accuracy().percent() + Words.mark(results),
              cell.rows().oneOff().map(FoldStatistic::percent).orElse("")));
    }
  }

  private void duplicates() {
    out.append("\n## With and without duplicate rows\n\n");
    header(List.of("cell", "rows", "accuracy", "faces", "accuracy of faces", "pooled"));
    for (Cell cell : results.cells()) {
      Summary rows = cell.rows();
      Summary faces = cell.distinctFaces();
      if (rows.pooled().isPresent()) {
        line(
            List.of(
                cell.key().toString(),
                Long.toString(rows.pooled().get().rows()),
                rows.accuracy().percent(),
                Long.toString(faces.pooled().orElseThrow().rows()),
                faces.accuracy().percent(),
                FoldStatistic.percent(rows.pooled().get().accuracy())));
      }
    }
  }

  private void comparisons() {
    if (results.comparisons().isEmpty()) {
      return;
    }
    out.append("\n## Pairs of configurations\n\n").append(Words.COMPARISONS).append("\n\n");
    header(
        List.of("first", "second", "difference, points", "only first", "only second", "p (Holm)"));
    for (Comparison c : results.comparisons()) {
      line(
          List.of(
              "`" + c.first().run() + "`",
              "`" + c.second().run() + "`",
              Words.difference(c),
              Long.toString(c.test().onlyFirst()),
              Long.toString(c.test().onlySecond()),
              Words.probability(c.adjustedP())));
    }
  }

  private void header(List<String> titles) {
    line(titles);
    out.append(titles.stream().map(t -> "---").collect(Collectors.joining("|", "|", "|\n")));
  }

  private void line(List<String> cells) {
    out.append(
        cells.stream()
            .map(c -> c.replace("|", "\\|").replace("\n", " "))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }
}
