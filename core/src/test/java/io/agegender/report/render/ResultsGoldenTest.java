// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.GoldenFile;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.progress.LogProgress;
import io.agegender.report.ReportSettings;
import io.agegender.report.Results;
import io.agegender.report.gather.Gatherer;
import io.agegender.report.gather.MadeRuns;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results as an earlier build wrote them: other programs read this file. */
class ResultsGoldenTest {
  @TempDir Path dir;

  @Test
  void everyByteIsAsItWas() {
    RunName run = RunName.parse("gender_finetuning_googlenet");
    Results all =
        new Gatherer(
                SettingsReader.read(Settings.defaults(), ReportSettings::read),
                MadeRuns.CONFIGURATION,
                (task, total, unit) -> new LogProgress(task, total, unit, Duration.ofHours(1)))
            .gather(
                List.of(
                    MadeRuns.realistic(dir, run, 0, 20, 2),
                    MadeRuns.realistic(dir, run, 1, 20, 2)));
    Results some =
        new Results(
            all.selection(),
            all.dataset(),
            all.tolerancePoints(),
            all.published(),
            all.cells().stream()
                .filter(cell -> cell.key().cropMode() == CropMode.OVERSAMPLE)
                .toList(),
            all.comparisons(),
            all.curves().subList(0, 1));
    assertThat(JsonReport.render(some)).isEqualTo(GoldenFile.text("results.json"));
  }
}
