package io.agegender.jobs.tracking;

import com.typesafe.config.Config;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunSettings;
import java.net.URI;

/** Follows a sweep. No method throws because of the tracking server, and none waits for it. */
public interface Tracker extends AutoCloseable {
  /** Follows nothing. */
  Tracker NONE =
      new Tracker() {
        @Override
        public TrackedRun begin(RunSettings run) {
          return TrackedRun.NONE;
        }

        @Override
        public void end(Ending ending) {}

        @Override
        public void close() {}
      };

  /** How a run, or the sweep, ended. */
  enum Ending {
    FINISHED,
    FAILED
  }

  /** Says that a run begins. */
  TrackedRun begin(RunSettings run);

  /** Says how the sweep ended. */
  void end(Ending ending);

  /** Sends what is left, for some seconds at most. */
  @Override
  void close();

  /**
   * The tracker that the section {@code mlflow} asks for.
   *
   * @throws UsageException if the address is none
   */
  static Tracker from(Config config) {
    check(config);
    String uri = config.getString("mlflow.tracking-uri");
    return uri.isBlank()
        ? NONE
        : new MlflowTracker(
            new MlflowClient(URI.create(uri.replaceAll("/+$", ""))),
            config.getString("mlflow.experiment"));
  }

  /**
   * Looks at the section without calling the server.
   *
   * @throws UsageException if the address is none
   */
  static void check(Config config) {
    String uri = config.getString("mlflow.tracking-uri");
    if (!uri.isBlank() && !uri.matches("https?://[^/\\s]+\\S*")) {
      throw new UsageException(
          "%s: mlflow.tracking-uri is '%s'; it must be the address of a server, such as http://host:5000"
              .formatted(Settings.where(config, "mlflow.tracking-uri"), uri));
    }
  }
}
