// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The figures of the comparison as Markdown tables. */
final class ParityReport {
  private record Row(String network, Parity parity) {}

  private final List<Row> ours = new ArrayList<>();
  private final List<Row> caffes = new ArrayList<>();

  void ours(ParityCase run, Parity parity) {
    ours.add(new Row(run.toString(), parity));
  }

  void caffe(ParityCase run, Parity parity) {
    caffes.add(new Row(run.toString(), parity));
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    table(text, "Ours against Caffe", ours);
    if (!caffes.isEmpty()) {
      table(text, "Caffe against Caffe with another kernel of OpenBLAS", caffes);
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void table(StringBuilder text, String title, List<Row> rows) {
    text.append("### %s%n%n".formatted(title));
    text.append(
        """
        | network | layers | worst layer | gradients | worst gradient (L2) | its largest | loss, first pass | loss, later | worst parameter | worst movement (L2) |
        |---|---|---|---|---|---|---|---|---|---|
        """);
    for (Row row : rows) {
      Parity p = row.parity();
      Deviation gradient = Deviation.worstByNorm(p.gradients());
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %d | %s | %.1e | %.1e | %.1e | %s | %s |%n",
              row.network(),
              p.outputs().size(),
              named(Deviation.worst(p.outputs()), Deviation::largest),
              p.gradients().size(),
              named(gradient, Deviation::norm),
              gradient.largest(),
              p.losses().get(0),
              Collections.max(p.losses().subList(1, p.losses().size())),
              named(Deviation.worst(p.parameters()), Deviation::largest),
              named(Deviation.worstByNorm(p.movement()), Deviation::norm)));
    }
    text.append(System.lineSeparator());
  }

  private static String named(Deviation deviation, Function<Deviation, Double> value) {
    return String.format(Locale.ROOT, "%.1e (%s)", value.apply(deviation), deviation.name());
  }
}
