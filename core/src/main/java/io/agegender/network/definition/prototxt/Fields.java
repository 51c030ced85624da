// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.Suggestion;
import io.agegender.network.definition.prototxt.TextMessage.Field;
import io.agegender.network.definition.prototxt.TextValue.Form;
import io.agegender.network.definition.prototxt.TextValue.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the fields of one message and remembers which names were asked for: {@link #finish} makes
 * every other field a problem. A value that does not fit is a problem too, and reads as if it were
 * absent.
 */
final class Fields {
  private final TextMessage message;
  private final String owner;
  private final String path;
  private final Reading reading;
  private final Map<String, List<Field>> byName = new LinkedHashMap<>();
  private final Set<String> known;

  private Fields(TextMessage message, String owner, String path, Reading reading) {
    this(message, owner, path, reading, new TreeSet<>());
  }

  private Fields(
      TextMessage message, String owner, String path, Reading reading, Set<String> known) {
    this.message = message;
    this.known = known;
    this.owner = owner;
    this.path = path;
    this.reading = reading;
    for (Field field : message.fields()) {
      byName.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field);
    }
  }

  /** The fields of a whole file. */
  static Fields of(TextMessage file, Reading reading) {
    return new Fields(file, "", "", reading);
  }

  /**
   * The same message under a name of its own, which takes the place of the path to it.
   *
   * @param name for messages, such as {@code layer 'conv1'}
   */
  Fields named(String name) {
    return new Fields(message, name + ": ", "", reading, known);
  }

  /** An inner message; of one that the file leaves out every field has its default. */
  Fields inner(String name) {
    return message(name)
        .orElseGet(
            () ->
                new Fields(new TextMessage(List.of(), line()), owner, path + name + ".", reading));
  }

  int line() {
    return message.line();
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The line of a field, or of the message where the field is absent. */
  int line(String name) {
    return has(name) ? byName.get(name).get(0).line() : line();
  }

  Optional<String> text(String name) {
    return single(name).flatMap(field -> text(field));
  }

  Optional<Double> number(String name) {
    return single(name).flatMap(this::number);
  }

  double number(String name, double fallback) {
    return number(name).orElse(fallback);
  }

  Optional<Integer> whole(String name) {
    return single(name).flatMap(this::whole);
  }

  /** A whole number of at least {@code least}. */
  int whole(String name, int least, int fallback) {
    Optional<Integer> value = whole(name);
    if (value.isPresent() && value.get() < least) {
      problem(name, "%d is too small; give at least %d".formatted(value.get(), least));
      return fallback;
    }
    return value.orElse(fallback);
  }

  boolean flag(String name, boolean fallback) {
    return single(name).flatMap(this::flag).orElse(fallback);
  }

  /** A constant of an enum, such as {@code MAX}. */
  Optional<String> constant(String name) {
    return single(name).flatMap(field -> scalar(field, Form.WORD, "a name such as MAX"));
  }

  List<String> texts(String name) {
    return all(name, this::text);
  }

  List<Double> numbers(String name) {
    return all(name, this::number);
  }

  List<Integer> wholes(String name) {
    return all(name, this::whole);
  }

  /** Makes a field that is absent a problem. */
  void require(String name, String why) {
    if (!has(name)) {
      problem(name, "missing; " + why);
    }
  }

  Optional<Fields> message(String name) {
    return single(name).flatMap(this::message);
  }

  List<Fields> messages(String name) {
    return all(name, this::message);
  }

  /**
   * A field that is implemented with some values alone.
   *
   * @param values as texts, Caffe's default first
   */
  void only(String name, String... values) {
    for (Field field : all(name)) {
      boolean implemented =
          field.value() instanceof Scalar scalar
              && Stream.of(values)
                  .anyMatch(value -> scalar.text().equals(value) || isNumber(scalar.text(), value));
      if (!implemented) {
        problem(
            field,
            "%s is not implemented; only %s is"
                .formatted(shown(field), String.join(" or ", values)));
      }
    }
  }

  /** Fields that say nothing about the bits of a run here; they are listed. */
  void withoutMeaning(String... names) {
    for (String name : names) {
      if (!all(name).isEmpty()) {
        reading.withoutMeaning(path + name);
      }
    }
  }

  /** Fields that are known not to be implemented. */
  void refuse(String why, String... names) {
    for (String name : names) {
      all(name).forEach(field -> problem(field, why));
    }
  }

  /** Makes every field that nobody asked for a problem. */
  void finish() {
    for (Field field : message.fields()) {
      if (!known.contains(field.name())) {
        problem(
            field,
            "unknown or not implemented%s; remove the field, or a network that needs it cannot be used here"
                .formatted(Suggestion.didYouMean(field.name(), known)));
      }
    }
  }

  /** A problem with a field, at its line. */
  void problem(String name, String text) {
    reading.problem(line(name), "%sfield '%s%s': %s".formatted(owner, path, name, text));
  }

  /** A problem with the whole message. */
  void problem(String text) {
    reading.problem(line(), owner + text);
  }

  private void problem(Field field, String text) {
    reading.problem(field.line(), "%sfield '%s%s': %s".formatted(owner, path, field.name(), text));
  }

  private List<Field> all(String name) {
    known.add(name);
    return byName.getOrDefault(name, List.of());
  }

  private <T> List<T> all(String name, Function<Field, Optional<T>> read) {
    return all(name).stream().map(read).flatMap(Optional::stream).toList();
  }

  private Optional<Field> single(String name) {
    List<Field> fields = all(name);
    if (fields.size() > 1) {
      problem(fields.get(1), "given %d times; give it once".formatted(fields.size()));
    }
    return fields.stream().findFirst();
  }

  private Optional<Fields> message(Field field) {
    if (field.value() instanceof TextMessage inner) {
      return Optional.of(new Fields(inner, owner, path + field.name() + ".", reading));
    }
    problem(field, "%s is not a message; write { ... }".formatted(shown(field)));
    return Optional.empty();
  }

  private Optional<String> text(Field field) {
    return scalar(field, Form.QUOTED, "a text in quotes");
  }

  private Optional<Double> number(Field field) {
    return scalar(field, Form.NUMBER, "a number").flatMap(text -> finite(field, text));
  }

  private Optional<Double> finite(Field field, String text) {
    try {
      double value = isHexadecimal(text) ? Long.decode(text) : Double.parseDouble(text);
      // Caffe holds floats: what they cannot hold is infinite there.
      if (Math.abs(value) <= Float.MAX_VALUE) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      problem(field, "%s is not a number; mend it (%s)".formatted(text, e.getMessage()));
      return Optional.empty();
    }
    problem(field, "%s is too large for a float; mend it".formatted(text));
    return Optional.empty();
  }

  private static boolean isHexadecimal(String text) {
    return text.startsWith("0x") || text.startsWith("-0x");
  }

  private Optional<Integer> whole(Field field) {
    Optional<Double> value = number(field);
    if (value.isPresent()
        && (value.get() != Math.rint(value.get()) || Math.abs(value.get()) > Integer.MAX_VALUE)) {
      problem(field, "%s is not a whole number of 32 bits; mend it".formatted(shown(field)));
      return Optional.empty();
    }
    return value.map(Double::intValue);
  }

  private Optional<Boolean> flag(Field field) {
    Optional<String> value =
        field.value() instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    Optional<Boolean> flag =
        value.flatMap(
            text ->
                switch (text) {
                  case "true", "True", "t", "1" -> Optional.of(true);
                  case "false", "False", "f", "0" -> Optional.of(false);
                  default -> Optional.empty();
                });
    if (flag.isEmpty()) {
      problem(field, "%s is neither true nor false; give one of them".formatted(shown(field)));
    }
    return flag;
  }

  private Optional<String> scalar(Field field, Form form, String what) {
    if (field.value() instanceof Scalar scalar && scalar.form() == form) {
      return Optional.of(scalar.text());
    }
    problem(field, "%s is not %s; mend it".formatted(shown(field), what));
    return Optional.empty();
  }

  private static String shown(Field field) {
    return field.value() instanceof Scalar scalar ? scalar.toString() : "a message { ... }";
  }

  private static boolean isNumber(String text, String value) {
    try {
      return Double.parseDouble(text) == Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return false; // two words that were compared as texts already
    }
  }
}
