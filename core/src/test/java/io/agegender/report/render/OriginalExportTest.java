// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.report.ReportSettings;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.MadeRuns;
import io.agegender.report.gather.RunResult;
import io.agegender.score.CropMode;
import io.agegender.score.Made;
import io.agegender.score.metrics.ConfusionMatrix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalExportTest {
  private static final String RUN = "gender_net_definitions_mixed";

  @TempDir Path dir;

  @Test
  void scoresAndMatricesAreWrittenAsScoreModelsDoes() {
    // Scores are worked out by hand.
    String text =
        OriginalExport.text(
            matrices(
                new long[][] {{2, 1}, {0, 1}},
                new long[][] {{1, 1}, {1, 1}},
                new long[][] {{2, 0}, {0, 2}},
                new long[][] {{0, 2}, {2, 0}},
                new long[][] {{2, 2}, {0, 0}}),
            matrices(
                new long[][] {{1, 1}, {1, 1}},
                new long[][] {{2, 0}, {1, 1}},
                new long[][] {{2, 0}, {0, 2}},
                new long[][] {{0, 1}, {2, 1}},
                new long[][] {{0, 0}, {2, 2}}));
    assertThat(text).doesNotEndWith("\n");
    List<String> lines = text.lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0))
        .isEqualTo(
            "fold0: {\"acc\": 0.75, \"1off\": 1.0, \"acco\": 0.5, \"1offo\": 1.0} ConfMats:"
                + " {\"confmat\": [[2, 1], [0, 1]], \"confmato\": [[1, 1], [1, 1]]}");
    assertThat(lines.get(5))
        .isEqualTo(
            "all: {\"acc\": \"0.55 +- 0.332\", \"1off\": \"1.0 +- 0.0\", \"acco\": \"0.6 +- 0.255\","
                + " \"1offo\": \"1.0 +- 0.0\"} ConfMats: {\"confmat\": [[7, 6], [3, 4]],"
                + " \"confmato\": [[5, 2], [6, 7]]}");
  }

  @Test
  void fiveFoldsWithCornerAndTenCropsOfOneSnapshotAreExported() {
    List<RunResult> runs = new ArrayList<>();
    for (int fold = 0; fold < 5; fold++) {
      runs.add(run(fold, 100));
    }
    SortedMap<String, String> files = export(runs);
    assertThat(files.keySet())
        .containsExactly("results-_mixed-vs-_unaligned/gender_net_definitions_mixed_100.txt");
    assertThat(files.get(files.firstKey()).lines().toList().get(4))
        .startsWith("fold4: {\"acc\": 0.5,")
        .contains("\"confmat\": [[1, 1], [0, 0]]");

    assertThat(export(runs.subList(0, 4))).isEmpty();
    runs.set(4, run(4, 200));
    assertThat(export(runs)).isEmpty();
  }

  private RunResult run(int fold, long iteration) {
    return MadeRuns.finished(
        RUN,
        fold,
        iteration,
        MadeRuns.write(
            dir,
            Made.header(RUN, fold, iteration),
            Map.of(
                CropMode.CORNER, Made.rows(Target.GENDER, 0, 0, 1, 0),
                CropMode.OVERSAMPLE, Made.rows(Target.GENDER, 0, 0, 1, 1))));
  }

  private static SortedMap<String, String> export(List<RunResult> runs) {
    return OriginalExport.of(
        new Gatherer(
                SettingsReader.read(Settings.defaults(), ReportSettings::read),
                MadeRuns.CONFIGURATION,
                (task, total, unit) -> new LogProgress(task, total, unit, Duration.ofHours(1)))
            .gather(runs));
  }

  private static List<ConfusionMatrix> matrices(long[][]... counts) {
    return Stream.of(counts)
        .map(c -> ConfusionMatrix.of(ClassLabels.of(Target.GENDER), c))
        .toList();
  }
}
