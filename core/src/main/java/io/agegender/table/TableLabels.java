// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.ClassLabels;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the cells of a table say of age and gender. Not thread-safe. */
final class TableLabels implements Labels {
  private static final Set<String> UNKNOWN =
      Set.of("", "none", "null", "na", "n/a", "unknown", "u", "?");

  /** A comma without brackets or a blank is a decimal comma. */
  private static final Pattern RANGE =
      Pattern.compile(
          "[(\\[]\\s*(\\d{1,3})\\s*[-,\u2013\u2014]\\s*(\\d{1,3})\\s*[)\\]]"
              + "|(\\d{1,3})\\s*(?:[-\u2013\u2014]|to|,(?=\\s))\\s*(\\d{1,3})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OPEN =
      Pattern.compile(
          "(\\d{1,3})\\s*(?:\\+|and (?:over|older|above|up)|or (?:more|older|over))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}([.,]\\d+)?");

  /** Of Adience's fold files; as under {@code prepare.labels = original} it is no class. */
  static final String MISPRINT = "(25, 23)";

  private static final Map<String, String> GENDERS =
      Map.of("m", "m", "male", "m", "man", "m", "f", "f", "female", "f", "woman", "f");

  private final TableSettings settings;
  private final List<Span> groups;
  private final Map<String, Integer> ages = new HashMap<>();

  TableLabels(TableSettings settings) {
    this.settings = settings;
    this.groups = settings.ageGroups().labels().stream().map(TableLabels::span).toList();
  }

  @Override
  public ClassLabels classes(Target target) {
    return target == Target.AGE ? settings.ageGroups() : ClassLabels.of(target);
  }

  /** Ages in years; a number is a span of its own. */
  private record Span(double from, double to) {
    boolean holds(Span other) {
      // Who is 2.9 is 2 years old.
      return from <= other.from && other.to < to + 1;
    }

    double distance(double age) {
      return age < from ? from - age : Math.max(0, age - to);
    }
  }

  /** An age as it is kept, empty where nobody knows it; nothing if it is not an age. */
  Optional<String> age(String cell) {
    if (isUnknown(cell)) {
      return Optional.of("");
    }
    Matcher range = RANGE.matcher(cell);
    if (range.matches()) {
      int from = first(range);
      int to = second(range);
      String text = "(%d, %d)".formatted(from, to);
      return (from <= to && to <= ClassLabels.OLDEST) || text.equals(MISPRINT)
          ? Optional.of(text)
          : Optional.empty();
    }
    Matcher open = OPEN.matcher(cell);
    if (open.matches()) {
      int from = Integer.parseInt(open.group(1));
      // Nobody means that they are older than the oldest group.
      int to = Math.max(from, (int) groups.get(groups.size() - 1).to);
      return from <= ClassLabels.OLDEST
          ? Optional.of("(%d, %d)".formatted(from, to))
          : Optional.empty();
    }
    String number = cell.replace(',', '.');
    return NUMBER.matcher(cell).matches() && Double.parseDouble(number) <= ClassLabels.OLDEST
        ? Optional.of(number)
        : Optional.empty();
  }

  private static int first(Matcher range) {
    return Integer.parseInt(range.group(1) == null ? range.group(3) : range.group(1));
  }

  private static int second(Matcher range) {
    return Integer.parseInt(range.group(2) == null ? range.group(4) : range.group(2));
  }

  /**
   * A gender as fold files spell it: {@code m}, {@code f} or, where nobody knows it, {@code u};
   * nothing if it is not a gender.
   */
  Optional<String> gender(String cell) {
    if (isUnknown(cell)) {
      return Optional.of("u");
    }
    String text = cell.toLowerCase(Locale.ROOT).replaceFirst("\\.0$", "");
    String known = GENDERS.get(text);
    return Optional.ofNullable(known == null ? settings.genders().get(text) : known);
  }

  /** Whether a cell is one of the numbers that need a declared meaning and have none. */
  boolean isUndeclared(String cell) {
    String number = cell.replaceFirst("\\.0$", "");
    return (number.equals("0") || number.equals("1")) && !settings.genders().containsKey(number);
  }

  private static boolean isUnknown(String cell) {
    return UNKNOWN.contains(cell.toLowerCase(Locale.ROOT));
  }

  @Override
  public int classOf(Target target, FoldRow row) {
    return target == Target.GENDER
        ? Target.GENDER.labels().indexOf(row.gender())
        : ages.computeIfAbsent(row.age(), this::group);
  }

  private int group(String age) {
    if (age.isEmpty() || age.equals(MISPRINT)) {
      return NO_CLASS;
    }
    Span span = span(age);
    int nearest = 0;
    for (int group = 0; group < groups.size(); group++) {
      if (groups.get(group).holds(span)) {
        return group;
      }
      double middle = (span.from + span.to) / 2;
      if (groups.get(group).distance(middle) < groups.get(nearest).distance(middle)) {
        nearest = group;
      }
    }
    return settings.between() == TableSettings.Between.NEAREST ? nearest : NO_CLASS;
  }

  private static Span span(String age) {
    Matcher range = RANGE.matcher(age);
    return range.matches()
        ? new Span(first(range), second(range))
        : new Span(Double.parseDouble(age), Double.parseDouble(age));
  }
}
