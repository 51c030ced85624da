// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import io.agegender.run.MetricsLog;
import io.agegender.run.RunJson;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a sweep on an MLflow server: a run for the sweep, in it one for each configuration, in it
 * one for each test fold. All calls go out one after the other on a thread of their own; after the
 * first that fails there is a warning and no further call.
 */
final class MlflowTracker implements Tracker {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowTracker.class);
  private static final int LAST_SECONDS = 20;
  private static final String PARENT = "mlflow.parentRunId";

  private final MlflowClient client;
  private final String experimentName;
  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "mlflow");
            thread.setDaemon(true);
            return thread;
          });

  // Used on the thread of the calls only.
  private boolean broken;
  private String experiment;
  private String sweep;
  private final Map<RunName, String> configurations = new HashMap<>();
  private final Map<RunName, Ending> endings = new HashMap<>();

  /** Something that is said to the server. */
  private interface Call {
    void send() throws IOException;
  }

  MlflowTracker(MlflowClient client, String experimentName) {
    this.client = client;
    this.experimentName = experimentName;
  }

  @Override
  public TrackedRun begin(RunSettings run) {
    Fold fold = new Fold(run);
    send(fold::create);
    return fold;
  }

  @Override
  public void end(Ending ending) {
    send(
        () -> {
          for (Map.Entry<RunName, String> configuration : configurations.entrySet()) {
            client.endRun(
                configuration.getValue(),
                endings.getOrDefault(configuration.getKey(), Ending.FINISHED));
          }
          if (sweep != null) {
            client.endRun(sweep, ending);
          }
        });
  }

  @Override
  public void close() {
    calls.shutdown();
    try {
      if (!calls.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} did not take everything in {} s", client.server(), LAST_SECONDS);
        calls.shutdownNow();
      }
    } catch (InterruptedException e) {
      calls.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void send(Call call) {
    calls.execute(
        () -> {
          if (broken) {
            return;
          }
          try {
            call.send();
          } catch (IOException | RuntimeException e) {
            broken = true;
            LOG.warn(
                "{} is not told anything more about this sweep, which continues: {}",
                client.server(),
                e.toString());
          }
        });
  }

  /** One test fold of a configuration. */
  private final class Fold implements TrackedRun {
    private final RunSettings settings;
    private String id;

    Fold(RunSettings settings) {
      this.settings = settings;
    }

    void create() throws IOException {
      if (sweep == null) { // Only now: a sweep that is refused before its first run leaves nothing.
        experiment = client.experiment(experimentName);
        sweep = client.createRun(experiment, "sweep", Map.of());
      }
      RunName name = settings.name();
      String parent = configurations.get(name);
      if (parent == null) {
        parent = client.createRun(experiment, name.toString(), Map.of(PARENT, sweep));
        configurations.put(name, parent);
      }
      id = client.createRun(experiment, settings.title(), Map.of(PARENT, parent));
      client.params(id, params(settings));
    }

    @Override
    public void round(MetricsLog.Row row) {
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("loss", row.loss());
      values.put("learning-rate", row.learningRate());
      values.put("images-per-second", row.images() / row.seconds());
      send(() -> client.metrics(id, row.iteration(), values));
    }

    @Override
    public void score(String name, double value) {
      send(() -> client.metrics(id, settings.iterations(), Map.of(name, value)));
    }

    @Override
    public void end(Ending ending) {
      send(
          () -> {
            if (ending != Ending.FINISHED) {
              endings.merge(settings.name(), ending, MlflowTracker::worse);
            }
            client.endRun(id, ending);
          });
    }
  }

  /** A failure is not to be overlooked because other folds were stopped. */
  private static Ending worse(Ending one, Ending other) {
    return one == Ending.FAILED ? one : other;
  }

  private static Map<String, String> params(RunSettings run) {
    Map<String, String> params = new TreeMap<>();
    RunJson.facts(run)
        .forEach((name, value) -> params.put(name.replaceFirst("^solver\\.", ""), value));
    params.put("target", run.name().target().key());
    params.put("initialisation", run.name().initialisation().key());
    params.put("architecture", run.name().architecture().key());
    params.put("alignment", run.name().alignment().key());
    return params;
  }
}
