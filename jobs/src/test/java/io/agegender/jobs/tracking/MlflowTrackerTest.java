// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.jobs.tracking.Tracker.Ending;
import io.agegender.jobs.train.TrainSettings;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MlflowTrackerTest {
  @Test
  void aSweepItsConfigurationsAndTheirFoldsAreNested() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      try (Tracker tracker = tracker(server)) {
        TrackedRun first = tracker.begin(run("age_net_definitions", 0));
        TrackedRun second = tracker.begin(run("age_net_definitions", 1));
        TrackedRun other = tracker.begin(run("gender_net_definitions", 0));
        first.round(row(10, 2.5));
        first.round(row(20, 1.5));
        first.score("accuracy-centre", 0.5);
        first.end(Ending.FINISHED);
        second.end(Ending.FAILED);
        other.end(Ending.FINISHED);
        tracker.end(Ending.FAILED);
      }
      assertThat(server.problems()).isEmpty();
      assertThat(server.experiments()).containsOnlyKeys("faces");
      assertThat(server.runs())
          .extracting(r -> r.id + " " + r.name + " in " + r.parent + ": " + r.status)
          .containsExactly(
              "run0 sweep in : FAILED",
              "run1 age_net_definitions in run0: FAILED",
              "run2 age_net_definitions/fold-0 in run1: FINISHED",
              "run3 age_net_definitions/fold-1 in run1: FAILED",
              "run4 gender_net_definitions in run0: FINISHED",
              "run5 gender_net_definitions/fold-0 in run4: FINISHED");
      MlflowServer.Run fold = server.runs().get(2);
      assertThat(fold.params)
          .containsEntry("architecture", "net_definitions")
          .containsEntry("test-fold", "0")
          .containsEntry("iterations", "50000")
          .containsEntry("batch", "50");
      assertThat(fold.metrics)
          .containsExactly(
              "loss 10 2.5",
              "learning-rate 10 0.001",
              "images-per-second 10 50.0",
              "loss 20 1.5",
              "learning-rate 20 0.001",
              "images-per-second 20 50.0",
              "accuracy-centre 50000 0.5");
    }
  }

  @Test
  void anExperimentThatIsThereIsUsed() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      server.experiments().put("faces", "7");
      try (Tracker tracker = tracker(server)) {
        tracker.begin(run("age_net_definitions", 0)).end(Ending.FINISHED);
        tracker.end(Ending.FINISHED);
      }
      assertThat(server.problems()).isEmpty();
      assertThat(server.experiments()).hasSize(1);
      assertThat(server.runs()).hasSize(3).allMatch(r -> r.status.equals("FINISHED"));
    }
  }

  @Test
  void aServerThatIsDownOrBreaksIsAskedOnceMoreAndThenNeverAgain() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      // The experiment is looked for and made, the sweep's run, too; the configuration's is not.
      server.breakAfter(3);
      try (Tracker tracker = tracker(server)) {
        TrackedRun run = tracker.begin(run("age_net_definitions", 0));
        for (int i = 1; i <= 20; i++) {
          run.round(row(i, 1));
        }
        run.end(Ending.FINISHED);
        tracker.end(Ending.FINISHED);
      }
      assertThat(server.calls()).isEqualTo(4);
    }
    MlflowServer gone = new MlflowServer();
    gone.close();
    try (Tracker tracker = tracker(gone)) {
      tracker.begin(run("age_net_definitions", 0)).round(row(1, 1));
      tracker.end(Ending.FINISHED);
    }
    assertThat(gone.calls()).isZero();
  }

  @Test
  void userAndPasswordAreSentAndNeverShown() throws IOException {
    try (MlflowServer server = new MlflowServer()) {
      String address = server.uri().toString().replace("://", "://anna:s%40cret@");
      TrackingSettings settings = settings(Map.of(), "mlflow.tracking-uri=" + address);
      assertThat(settings.toString()).doesNotContain("anna", "cret").contains("127.0.0.1");
      try (Tracker tracker = Tracker.from(settings)) {
        tracker.begin(run("age_net_definitions", 0)).end(Ending.FINISHED);
        tracker.end(Ending.FINISHED);
      }
      assertThat(server.problems()).isEmpty();
      // anna:s@cret
      assertThat(server.authorizations()).isNotEmpty().containsOnly("Basic YW5uYTpzQGNyZXQ=");
    }
    assertThatThrownBy(() -> settings(Map.of(), "mlflow.tracking-uri=http://anna:a/cret@host x"))
        .isInstanceOf(UsageException.class)
        .hasMessageNotContaining("cret");
  }

  @Test
  void theVariablesOfMlflowCountWhereTheSettingsAreSilent() {
    Map<String, String> variables =
        Map.of(
            "MLFLOW_TRACKING_URI", "http://there:5000/",
            "MLFLOW_TRACKING_USERNAME", "anna",
            "MLFLOW_TRACKING_PASSWORD", "s@cret",
            "MLFLOW_TRACKING_TOKEN", "tok");
    TrackingSettings settings = settings(variables);
    assertThat(settings.server()).hasToString("Optional[http://there:5000]");
    assertThat(settings.authorization().orElseThrow().header()).isEqualTo("Basic YW5uYTpzQGNyZXQ=");
    settings = settings(Map.of("MLFLOW_TRACKING_TOKEN", "tok"), "mlflow.tracking-uri=http://here");
    assertThat(settings.server()).hasToString("Optional[http://here]");
    assertThat(settings.authorization().orElseThrow().header()).isEqualTo("Bearer tok");
  }

  private static TrackingSettings settings(Map<String, String> variables, String... overrides) {
    return SettingsReader.read(
        config(overrides), reader -> TrackingSettings.readWith(reader, variables));
  }

  @Test
  void offByDefaultAndAnAddressThatIsNoneIsRefused() {
    assertThat(Tracker.from(settings(Map.of()))).isSameAs(Tracker.NONE);
    assertThatThrownBy(() -> settings(Map.of(), "mlflow.tracking-uri=localhost"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "'mlflow.tracking-uri': 'localhost'; it must be the address of a server")
        .hasMessageContaining("http://host:5000");
  }

  private static Tracker tracker(MlflowServer server) {
    return Tracker.from(
        settings(Map.of(), "mlflow.tracking-uri=" + server.uri() + "/", "mlflow.experiment=faces"));
  }

  private static RunSettings run(String name, int fold) {
    return SettingsReader.read(Settings.defaults(), TrainSettings::read)
        .forRun(RunName.parse(name), fold);
  }

  private static MetricsLog.Row row(int iteration, double loss) {
    return new MetricsLog.Row(iteration, loss, 0.001, 100, 2);
  }

  private static Config config(String... overrides) {
    return Settings.load(Optional.empty(), List.of(overrides));
  }
}
