// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.nightly.NightlySettings;
import io.agegender.jobs.spark.Device;
import io.agegender.jobs.sweep.SweepSettings;
import io.agegender.jobs.sweep.plan.CalibrationSettings;
import io.agegender.jobs.tracking.TrackingSettings;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.prepare.InspectSettings;
import io.agegender.prepare.PrepareSettings;
import io.agegender.prepare.lmdb.ExportLmdbSettings;
import io.agegender.prepare.lmdb.ImportLmdbSettings;
import io.agegender.regression.Band;
import io.agegender.report.ReportSettings;
import io.agegender.run.RunName;
import io.agegender.score.ScoreSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Wrong values for every key of reference.conf: a value or one message, never a stack trace. */
class WrongSettingsTest {
  private static final Map<ConfigValueType, List<String>> WRONG =
      Map.of(
          ConfigValueType.NUMBER, List.of("1e300", "-1e300", "3000000000", "0.5", "-1", "\"x\""),
          ConfigValueType.STRING,
              List.of("no such value", "30 minuts", "-1", "\"\"", "[]", "a:/\\u0000"),
          ConfigValueType.LIST, List.of("[no-such]", "[[]]", "[{a = 1}]", "[1e300]", "[]", "7"),
          ConfigValueType.BOOLEAN, List.of("perhaps"));

  /** Any text will do. */
  private static final Set<String> FREE =
      Set.of(
          "report.published-schedule", "mlflow.experiment", "nightly.on-failure", "sample.folds");

  private static final String RUNS = "nightly.runs=[{run = age_net_definitions}]";

  @Test
  void everyKeyIsReadWithAMessageForWhatIsWrong() {
    List<String> silent = new ArrayList<>();
    assertThat(problems("seed", "1")).as("problems of the defaults").isEmpty();
    for (Map.Entry<String, ConfigValue> entry : Settings.defaults().entrySet()) {
      String key = entry.getKey();
      int problems = 0;
      for (String wrong : WRONG.get(entry.getValue().valueType())) {
        problems += problems(key, wrong).size();
      }
      if (problems == 0 && !FREE.contains(key)) {
        silent.add(key);
      }
    }
    assertThat(silent).as("keys for which any value seems right").isEmpty();
  }

  private static List<String> problems(String key, String value) {
    List<String> problems = new ArrayList<>();
    Config config;
    try {
      config = Settings.load(Optional.empty(), List.of(RUNS, key + "=" + value));
    } catch (UsageException e) {
      return List.of(e.getMessage());
    }
    for (Function<SettingsReader, Object> reader : readers()) {
      try {
        assertThat(SettingsReader.read(config, reader)).isNotNull();
      } catch (UsageException e) {
        problems.add(e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError(key + " = " + value, e);
      }
    }
    return problems;
  }

  private static List<Function<SettingsReader, Object>> readers() {
    return List.of(
        SampleSettings::read,
        PrepareSettings::read,
        InspectSettings::read,
        ImportLmdbSettings::read,
        ExportLmdbSettings::read,
        ScoreSettings::read,
        ReportSettings::read,
        Band::read,
        s -> everyRun(s.config()),
        SweepSettings::read,
        Device::read,
        s -> NightlySettings.from(s.config()),
        CalibrationSettings::read,
        TrackingSettings::read,
        s -> s.path("pretrained.folder"));
  }

  private static Object everyRun(Config config) {
    return RunName.all().stream()
        .flatMap(
            run ->
                List.of("published", "committed", "sample").stream()
                    .map(
                        s ->
                            SettingsReader.read(with(config, s), TrainSettings::read)
                                .forRun(run, 0)))
        .toList();
  }

  private static Config with(Config config, String schedule) {
    return config.getString("train.schedule").equals("published")
        ? com.typesafe.config.ConfigFactory.parseString("train.schedule = " + schedule)
            .withFallback(config)
        : config;
  }

  @Test
  void allProblemsOfAllSectionsComeAtOnce() {
    Config config =
        Settings.load(
            Optional.empty(),
            List.of(
                "sweep.stall-timeout=30 minuts",
                "sweep.test-folds=[all]",
                "train.workers=3000000000",
                "train.batch-mode=splitt"));
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    config, s -> List.of(SweepSettings.read(s), TrainSettings.read(s))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("--set sweep.stall-timeout=30 minuts: 'sweep.stall-timeout' is")
        .hasMessageContaining("such as 30 minutes")
        .hasMessageContaining("'sweep.test-folds' is [\"all\"]; it must be a list of whole numbers")
        .hasMessageContaining(
            "'train.workers' is 3000000000; it must be a whole number, at most 2147483647")
        .hasMessageContaining("did you mean 'split'?");
  }

  @Test
  void onePathRuleForAllCommands() {
    Config config = Settings.load(Optional.empty(), List.of("pretrained.folder=models"));
    assertThat(SettingsReader.read(config, s -> s.path("pretrained.folder")).toUri())
        .isEqualTo(java.nio.file.Path.of("models").toAbsolutePath().toUri());
    assertThatCode(() -> Settings.load(Optional.empty(), List.of("pretrained.folder=hdfs://a/b")))
        .doesNotThrowAnyException();
  }
}
