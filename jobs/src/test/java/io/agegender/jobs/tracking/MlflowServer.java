// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in for an MLflow server: keeps what it is told, and says no to what MLflow says no to. */
public final class MlflowServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<Run> runs = new CopyOnWriteArrayList<>();
  private final Map<String, String> experiments = new ConcurrentHashMap<>();
  private volatile int brokenAfter = Integer.MAX_VALUE;
  private final AtomicInteger calls = new AtomicInteger();

  /** What it knows of a run. */
  public static final class Run {
    public final String id;
    public final String name;
    public final String parent;
    public final Map<String, String> params = new ConcurrentHashMap<>();
    public final List<String> metrics = new CopyOnWriteArrayList<>();
    public volatile String status = "RUNNING";

    Run(String id, String name, String parent) {
      this.id = id;
      this.name = name;
      this.parent = parent;
    }
  }

  public MlflowServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers so many calls, and then with errors. */
  public void breakAfter(int answered) {
    brokenAfter = answered;
  }

  public int calls() {
    return calls.get();
  }

  /** The header of each call. */
  public List<String> authorizations() {
    return authorizations;
  }

  public List<Run> runs() {
    return runs;
  }

  public List<String> problems() {
    return problems;
  }

  public Map<String, String> experiments() {
    return experiments;
  }

  private void answer(HttpExchange exchange) throws IOException {
    int call = calls.incrementAndGet();
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int code = 200;
    String answer;
    if (call > brokenAfter) {
      code = 500;
      answer = "out of order";
    } else {
      try {
        answer = answer(path, exchange.getRequestURI().getQuery(), body);
        if (answer.isEmpty()) {
          code = 404;
        }
      } catch (IOException | RuntimeException e) {
        problems.add(path + ": " + e);
        code = 400;
        answer = e.toString();
      }
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String answer(String path, String query, String body) throws IOException {
    JsonNode json = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    switch (path) {
      case "/api/2.0/mlflow/experiments/get-by-name" -> {
        String id = experiments.get(query.substring("experiment_name=".length()));
        return id == null ? "" : "{\"experiment\": {\"experiment_id\": \"" + id + "\"}}";
      }
      case "/api/2.0/mlflow/experiments/create" -> {
        experiments.put(text(json, "name"), "7");
        return "{\"experiment_id\": \"7\"}";
      }
      case "/api/2.0/mlflow/runs/create" -> {
        if (!text(json, "experiment_id").equals("7") || json.get("start_time").asLong() <= 0) {
          throw new IllegalArgumentException(body);
        }
        String parent = "";
        for (JsonNode tag : json.get("tags")) {
          if (text(tag, "key").equals("mlflow.parentRunId")) {
            parent = run(text(tag, "value")).id;
          }
        }
        Run made = new Run("run" + runs.size(), text(json, "run_name"), parent);
        runs.add(made);
        return "{\"run\": {\"info\": {\"run_id\": \"" + made.id + "\"}}}";
      }
      case "/api/2.0/mlflow/runs/log-batch" -> {
        Run run = run(text(json, "run_id"));
        for (JsonNode param : json.path("params")) {
          run.params.put(text(param, "key"), text(param, "value"));
        }
        for (JsonNode metric : json.path("metrics")) {
          if (!metric.get("value").isNumber() || metric.get("timestamp").asLong() <= 0) {
            throw new IllegalArgumentException(body);
          }
          run.metrics.add(
              "%s %d %s"
                  .formatted(text(metric, "key"), metric.get("step").asInt(), metric.get("value")));
        }
        return "{}";
      }
      case "/api/2.0/mlflow/runs/update" -> {
        if (json.get("end_time").asLong() <= 0) {
          throw new IllegalArgumentException(body);
        }
        run(text(json, "run_id")).status = text(json, "status");
        return "{\"run_info\": {}}";
      }
      default -> throw new IllegalArgumentException("no such call");
    }
  }

  private Run run(String id) {
    return runs.stream().filter(r -> r.id.equals(id)).findFirst().orElseThrow();
  }

  private static String text(JsonNode node, String key) {
    return node.get(key).asText();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
