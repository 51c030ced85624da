// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.training.Shuffle;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The fields of {@link RunSettings}, once: {@code run.json}, the run's key, the facts that two runs
 * are compared by, and what a tracking server is told all walk this list. A new setting is a line.
 */
final class RunFields {
  private static final String NAME = "name";
  private static final String MIRROR = "mirror";
  private static final String UNMIRRORED = "never";

  /** The lines of a network that is not built in. */
  static final String NETWORK = "network";

  private static final List<Field> FIELDS =
      List.of(
          whole(
              "test-fold", RunSettings::testFold, JsonReader::count, RunSettings.Builder::testFold),
          text(
              "trained-on",
              s -> s.trainedOn().key(),
              json -> json.as("an alignment", Alignment::of),
              RunSettings.Builder::trainedOn),
          text("schedule", RunSettings::schedule, JsonReader::text, RunSettings.Builder::schedule),
          new Field(
              "solver",
              (node, s) -> SolverJson.write(s.solver(), node.putObject("solver")),
              (builder, json) -> builder.solver(SolverJson.read(json))),
          positive("batch", RunSettings::batch, RunSettings.Builder::batch),
          text(
              "batch-mode",
              s -> Choice.key(s.batchMode()),
              json -> json.choice(BatchMode.class),
              RunSettings.Builder::batchMode),
          positive("iterations", RunSettings::iterations, RunSettings.Builder::iterations),
          positive(
              "checkpoint-every",
              RunSettings::checkpointEvery,
              RunSettings.Builder::checkpointEvery),
          positive("workers", RunSettings::workers, RunSettings.Builder::workers),
          positive(
              "averaging-frequency",
              RunSettings::averagingFrequency,
              RunSettings.Builder::averagingFrequency),
          text(
              "shuffle",
              s -> Choice.key(s.shuffle()),
              json -> json.choice(Shuffle.class),
              RunSettings.Builder::shuffle),
          new Field(
              "seed",
              (node, s) -> node.put("seed", s.seed()),
              (builder, json) -> builder.seed(json.longInteger())),
          whole("threads", RunSettings::threads, JsonReader::count, RunSettings.Builder::threads));

  private RunFields() {}

  /** Writes and reads one field. */
  private record Field(
      String name,
      BiConsumer<ObjectNode, RunSettings> writer,
      BiConsumer<RunSettings.Builder, JsonReader> reader) {}

  /** All fields in their order. */
  static ObjectNode write(RunSettings settings) {
    ObjectNode node = Json.object();
    node.put(NAME, settings.name().toString());
    FIELDS.forEach(field -> field.writer.accept(node, settings));
    // What no built-in configuration has: runs were written before there was anything else.
    if (!settings.mirror()) {
      node.put(MIRROR, UNMIRRORED);
    }
    ClassLabels classes = settings.name().classes();
    if (!classes.areAdiences()) {
      node.put(ClassLabels.KEY, classes.text());
    }
    NetworkText.of(settings.name())
        .ifPresent(text -> text.lines().forEach(node.putArray(NETWORK)::add));
    return node;
  }

  /** What {@link #write} wrote; a wrong or missing field is the reader's exception. */
  static RunSettings read(JsonReader json) {
    RunName named =
        json.get(NAME)
            .as(
                "the name of a run",
                name ->
                    NetworkText.run(
                        name,
                        json.find(NETWORK)
                            .map(lines -> NetworkText.join(lines.list(JsonReader::text)))));
    RunSettings.Builder builder =
        RunSettings.builder(
            json.find(ClassLabels.KEY)
                .map(
                    groups ->
                        groups.as(
                            "age groups",
                            text ->
                                named.withClasses(
                                    ClassLabels.of(named.target(), Map.of(ClassLabels.KEY, text)))))
                .orElse(named));
    FIELDS.forEach(field -> field.reader.accept(builder, json.get(field.name)));
    json.find(MIRROR)
        .ifPresent(mirror -> builder.mirror(!mirror.as("'never'", RunFields::unmirrored)));
    return builder.build();
  }

  private static boolean unmirrored(String text) {
    if (!text.equals(UNMIRRORED)) {
      throw new IllegalArgumentException(text);
    }
    return true;
  }

  private static Field positive(
      String name,
      Function<RunSettings, Integer> get,
      BiConsumer<RunSettings.Builder, Integer> set) {
    return whole(name, get, JsonReader::positive, set);
  }

  private static Field whole(
      String name,
      Function<RunSettings, Integer> get,
      Function<JsonReader, Integer> read,
      BiConsumer<RunSettings.Builder, Integer> set) {
    return new Field(
        name,
        (node, settings) -> node.put(name, get.apply(settings)),
        (builder, json) -> set.accept(builder, read.apply(json)));
  }

  private static <T> Field text(
      String name,
      Function<RunSettings, String> get,
      Function<JsonReader, T> read,
      BiConsumer<RunSettings.Builder, T> set) {
    return new Field(
        name,
        (node, settings) -> node.put(name, get.apply(settings)),
        (builder, json) -> set.accept(builder, read.apply(json)));
  }
}
