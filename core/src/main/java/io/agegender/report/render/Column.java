// SPDX-License-Identifier: Apache-2.0
package io.agegender.report.render;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * One column of a table: what it holds, and which renderers show it.
 *
 * @param name in files: {@code snake_case} in CSV, {@code kebab-case} in JSON; empty if no file has
 *     it
 * @param title the heading for readers; empty if only files have it
 * @param style how HTML shows it
 * @param views where it stands
 * @param value for files, and what HTML sorts numbers by; an empty optional is left out. The
 *     address for a {@link Style#LINK}, the cell for {@link Style#VERDICT}
 * @param text what readers see
 */
record Column<T>(
    String name,
    String title,
    Style style,
    Set<View> views,
    Function<T, ?> value,
    Function<T, String> text) {

  /** A table of the report. */
  enum View {
    CSV,
    JSON,
    HTML,
    MARKDOWN,
    CONSOLE,
    /** The tables of swapped test faces. */
    SWAPPED
  }

  /** What a cell looks like in HTML. */
  enum Style {
    /** The cell that names its row. */
    HEAD,
    WORD,
    NUMBER,
    /** A sentence, which may take several lines. */
    REASON,
    LINK,
    VERDICT
  }

  /** A column of files alone: of CSV and JSON, if no view is named. */
  static <T> Column<T> file(String name, Function<T, ?> value, View... views) {
    Set<View> files = views.length == 0 ? EnumSet.of(View.CSV, View.JSON) : set(views);
    return new Column<>(name, "", Style.WORD, files, value, row -> "");
  }

  /** A column of text for readers. */
  static <T> Column<T> shown(String title, Style style, Function<T, String> text, View... views) {
    return new Column<>("", title, style, set(views), text, text);
  }

  /** The same with a value of its own. */
  static <T> Column<T> shown(
      String title, Style style, Function<T, ?> value, Function<T, String> text, View... views) {
    return new Column<>("", title, style, set(views), value, text);
  }

  static <T> Column<T> word(String title, Function<T, String> text, View... views) {
    return shown(title, Style.WORD, text, views);
  }

  static <T> Column<T> number(
      String title, Function<T, ?> value, Function<T, String> text, View... views) {
    return shown(title, Style.NUMBER, value, text, views);
  }

  /** A number whose text follows from its value, which may be an empty optional. */
  static <T> Column<T> number(String title, Format format, Function<T, ?> value, View... views) {
    return number(
        title, value, row -> present(value.apply(row)).map(format::text).orElse(""), views);
  }

  /** A reader's column that files have, too: CSV and JSON, if none is named. */
  static <T> Column<T> named(String name, Column<T> shown, View... files) {
    Set<View> views = files.length == 0 ? EnumSet.of(View.CSV, View.JSON) : set(files);
    views.addAll(shown.views);
    return new Column<>(name, shown.title, shown.style, views, shown.value, shown.text);
  }

  /** The columns of one table, in order. */
  static <T> List<Column<T>> of(View view, List<Column<T>> columns) {
    return columns.stream().filter(column -> column.views.contains(view)).toList();
  }

  /** How a number reads. */
  enum Format {
    /** As it is. */
    PLAIN("%s", 1),
    /** A fraction in percent with one decimal. */
    PERCENT("%.1f", 100),
    HUNDREDTHS("%.2f", 1),
    /** Percentage points with a sign. */
    SIGNED("%+.1f", 1);

    private final String pattern;
    private final double scale;

    Format(String pattern, double scale) {
      this.pattern = pattern;
      this.scale = scale;
    }

    String text(Object number) {
      return String.format(
          Locale.ROOT,
          pattern,
          this == PLAIN ? number : (Object) (scale * ((Number) number).doubleValue()));
    }
  }

  /** The title inside a sentence: {@code test faces} for {@code Test faces}. */
  String heading() {
    return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
  }

  /** The value of a row without optionals around it. */
  Optional<Object> of(T row) {
    return present(value.apply(row));
  }

  /** Whether there is something to read in a row. */
  boolean says(T row) {
    return style == Style.VERDICT || !text.apply(row).isBlank();
  }

  private static Optional<Object> present(Object value) {
    if (value instanceof OptionalDouble number) {
      return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
    return value instanceof Optional<?> optional
        ? optional.flatMap(Column::present)
        : Optional.of(value);
  }

  private static Set<View> set(View... views) {
    Set<View> set = EnumSet.noneOf(View.class);
    set.addAll(Arrays.asList(views));
    return set;
  }
}
