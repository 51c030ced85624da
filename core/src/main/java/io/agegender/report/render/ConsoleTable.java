package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.Results;
import io.agegender.score.metrics.FoldStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The results in a few aligned lines, for a terminal. */
public final class ConsoleTable {
  private ConsoleTable() {}

  /** One line for each cell under a heading; lines end with a line feed. */
  public static String render(Results results) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("run", "test faces", "crops", "accuracy %", "1-off %", "published", "verdict"));
    for (Cell cell : results.cells()) {
      lines.add(
          List.of(
              cell.key().run().toString(),
              cell.key().testAlignment().key(),
              cell.key().cropMode().key(),
              cell.rows().accuracy().percent() + Words.mark(results),
              cell.rows().oneOff().map(FoldStatistic::percent).orElse("-"),
              cell.published().map(Words::published).orElse("-"),
              cell.verdict().kind().title()));
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < lines.get(0).size(); column++) {
      int index = column;
      widths.add(lines.stream().mapToInt(line -> line.get(index).length()).max().orElseThrow());
    }
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
