// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.network.definition.Initialisation;
import io.agegender.run.Originals;
import io.agegender.run.RunName;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedTableTest {
  private static final Map<Alignment, String> ALIGNMENTS =
      Map.of(Alignment.ALIGNED, "i", Alignment.UNALIGNED, "r", Alignment.MIXED, "m");
  private static final Map<Initialisation, String> STARTS =
      Map.of(
          Initialisation.FROMSCRATCH, ".",
          Initialisation.FINETUNING, "n",
          Initialisation.IMDBWIKI, "w");

  @Test
  void everyConfigurationHasItsCell() {
    PublishedTable table = PublishedTable.published();
    assertThat(table.cells().keySet()).containsExactlyInAnyOrderElementsOf(Originals.runs());
    PublishedTable.Cell best = table.cell(RunName.parse("age_imdbwiki_vgg16_mixed")).orElseThrow();
    assertThat(best.accuracy()).isEqualTo(0.63);
    assertThat(best.oneOff()).hasValue(0.96);
    assertThat(table.cell(RunName.parse("gender_net_definitions")).orElseThrow().oneOff())
        .isEmpty();
    assertThat(table.testRows().get(Target.AGE)).containsExactly(4316, 3101, 3339, 2975, 3693);
    assertThat(table.baselines()).hasSize(4);
  }

  @Test
  void agreesWithTheReferenceFile() throws IOException {
    Path file = SharedData.require("reference/published-results.json");
    JsonNode reference = new ObjectMapper().readTree(file.toFile());
    for (RunName run : Originals.runs()) {
      JsonNode cell =
          reference
              .required(run.target().key())
              .required(ALIGNMENTS.get(run.alignment()) + "," + STARTS.get(run.initialisation()))
              .required(run.architecture().title());
      PublishedTable.Cell own = PublishedTable.published().cell(run).orElseThrow();
      double accuracy = (run.target() == Target.AGE ? cell.required("acc") : cell).doubleValue();
      assertThat(100 * own.accuracy()).as(run.toString()).isCloseTo(accuracy, within(1e-9));
      if (run.target() == Target.AGE) {
        assertThat(100 * own.oneOff().orElseThrow())
            .as(run.toString())
            .isCloseTo(cell.required("one_off").doubleValue(), within(1e-9));
      }
    }
  }
}
