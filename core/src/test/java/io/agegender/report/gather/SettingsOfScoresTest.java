// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.report.ReportSettings;
import io.agegender.report.SelectionRule;
import io.agegender.score.CropMode;
import io.agegender.score.ScoreSettings;
import io.agegender.score.metrics.Bootstrap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsOfScoresTest {
  @Test
  void theDefaultsAreWhatTheReferenceSays() {
    ScoreSettings score = SettingsReader.read(Settings.defaults(), ScoreSettings::read);
    assertThat(score.cropModes()).containsExactlyInAnyOrder(CropMode.CENTRE, CropMode.OVERSAMPLE);
    assertThat(score.batchSize()).isEqualTo(64);
    ReportSettings report = SettingsReader.read(Settings.defaults(), ReportSettings::read);
    assertThat(report)
        .isEqualTo(
            new ReportSettings(
                SelectionRule.LAST,
                100_000,
                1.5,
                "published",
                new Bootstrap(1000, 0.95, 20170801)));
  }

  @Test
  void wrongValuesAreNamedWithTheirPlace() {
    assertThatThrownBy(
            () -> SettingsReader.read(with("score.crop-modes=[middle]"), ScoreSettings::read))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--set score.crop-modes=[middle]")
        .hasMessageContaining("unknown value 'middle'");
    assertThatThrownBy(() -> SettingsReader.read(with("score.crop-modes=[]"), ScoreSettings::read))
        .hasMessageContaining("'score.crop-modes' is []; it must be centre");
    assertThatThrownBy(() -> SettingsReader.read(with("score.batch-size=0"), ScoreSettings::read))
        .hasMessageContaining("--set score.batch-size=0")
        .hasMessageContaining("at least 1");
    assertThatThrownBy(
            () -> SettingsReader.read(with("report.selection=best-on-tests"), ReportSettings::read))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--set report.selection=best-on-tests")
        .hasMessageContaining("did you mean 'best-on-test'?");
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    with("report.tolerance-points=-1", "report.bootstrap.resamples=5"),
                    ReportSettings::read))
        .hasMessageContaining("'report.tolerance-points' is -1; it must be a number, 0 to 100")
        .hasMessageContaining(
            "'report.bootstrap.resamples' is 5; it must be a whole number, at least 100");
  }

  private static Config with(String... overrides) {
    return Settings.load(Optional.empty(), List.of(overrides));
  }
}
