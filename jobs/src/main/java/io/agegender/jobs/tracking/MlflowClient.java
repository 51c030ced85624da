// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The calls of MLflow's REST API (2.0) that tracking needs. */
final class MlflowClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String API = "/api/2.0/mlflow/";
  private static final int NOT_FOUND = 404;
  private static final int GOOD = 200;
  private static final String RUN_ID = "run_id";

  private final URI server;
  private final Optional<TrackingSettings.Authorization> authorization;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /**
   * @param server such as {@code http://host:5000}
   * @param authorization sent with each call
   */
  MlflowClient(URI server, Optional<TrackingSettings.Authorization> authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  URI server() {
    return server;
  }

  /** The experiment's id; it is made if it is new. */
  String experiment(String name) throws IOException {
    HttpResponse<String> found =
        send(
            request(
                    "experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .GET()
                .build());
    if (found.statusCode() == GOOD) {
      return Json.tree(found.body()).at("/experiment/experiment_id").asText();
    }
    if (found.statusCode() != NOT_FOUND) {
      throw refused(found);
    }
    ObjectNode body = Json.object().put("name", name);
    return post("experiments/create", body).path("experiment_id").asText();
  }

  /**
   * Makes a run.
   *
   * @param tags by name; {@code mlflow.parentRunId} nests it
   * @return its id
   */
  String createRun(String experiment, String name, Map<String, String> tags) throws IOException {
    ObjectNode body = Json.object();
    body.put("experiment_id", experiment);
    body.put("run_name", name);
    body.put("start_time", Instant.now().toEpochMilli());
    ArrayNode list = body.putArray("tags");
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return post("runs/create", body).at("/run/info/run_id").asText();
  }

  /** Sets parameters of a run. */
  void params(String run, Map<String, String> params) throws IOException {
    ObjectNode body = Json.object().put(RUN_ID, run);
    ArrayNode list = body.putArray("params");
    params.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    JsonNode unused = post("runs/log-batch", body);
  }

  /** Adds a value to each of some metrics of a run. */
  void metrics(String run, int step, Map<String, Double> metrics) throws IOException {
    ObjectNode body = Json.object().put(RUN_ID, run);
    ArrayNode list = body.putArray("metrics");
    long now = Instant.now().toEpochMilli();
    metrics.forEach(
        (key, value) ->
            list.addObject()
                .put("key", key)
                .put("value", value)
                .put("timestamp", now)
                .put("step", step));
    JsonNode unused = post("runs/log-batch", body);
  }

  /** Ends a run. */
  void endRun(String run, Tracker.Ending ending) throws IOException {
    ObjectNode body = Json.object();
    body.put(RUN_ID, run);
    body.put("status", ending.name());
    body.put("end_time", Instant.now().toEpochMilli());
    JsonNode unused = post("runs/update", body);
  }

  private JsonNode post(String call, ObjectNode body) throws IOException {
    HttpResponse<String> response =
        send(
            request(call)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    if (response.statusCode() != GOOD) {
      throw refused(response);
    }
    return Json.tree(response.body());
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + API + call)).timeout(TIMEOUT);
    authorization.ifPresent(a -> request.header("Authorization", a.header()));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static IOException refused(HttpResponse<String> response) {
    return new IOException(
        "%s answered %d: %s".formatted(response.uri(), response.statusCode(), response.body()));
  }
}
