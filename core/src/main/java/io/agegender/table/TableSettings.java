// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Target;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a table is read: section {@code prepare.table}.
 *
 * @param columns the name of each column in the table; empty: the table has none
 * @param ageGroups the classes of age
 * @param between what becomes of ages between two groups
 * @param genders what the numbers 0 and 1 mean, by number: {@code m} or {@code f}; without an entry
 *     they mean nothing
 * @param alignment how pictures are turned whose row does not say it
 * @param folds how many folds are drawn, if the table gives none
 * @param leastFaceScore the least face score of IMDB-WIKI
 */
public record TableSettings(
    Map<TableColumn, String> columns,
    ClassLabels ageGroups,
    Between between,
    Map<String, String> genders,
    Alignment alignment,
    int folds,
    double leastFaceScore) {
  private static final String UNDECLARED = "";

  /** What becomes of ages between two groups. */
  public enum Between {
    /** They belong to no class. */
    LEAVE_OUT,
    /** They belong to the nearer group, to the younger one in the middle. */
    NEAREST
  }

  /** Reads the section {@code prepare.table}. */
  public static TableSettings read(SettingsReader settings) {
    SettingsReader table = settings.section("prepare.table");
    SettingsReader names = table.section("columns");
    Map<TableColumn, String> columns = new EnumMap<>(TableColumn.class);
    for (TableColumn column : TableColumn.values()) {
      columns.put(column, names.text(column.key()).strip());
    }
    names.require(!columns.get(TableColumn.PATH).isEmpty(), "path", "the name of a column");
    List<String> used = columns.values().stream().filter(name -> !name.isEmpty()).toList();
    names.require(
        used.stream().distinct().count() == used.size(), "path", "a column of its own, as all are");
    return new TableSettings(
        columns,
        ageGroups(table.section("labels")),
        table.section("labels").choice(Between.class, "between"),
        genders(table.section("labels")),
        alignment(table),
        table.whole("folds", 2, FoldFile.FOLDS),
        table.number("least-face-score", v -> !v.isNaN(), "any"));
  }

  private static ClassLabels ageGroups(SettingsReader labels) {
    List<String> groups = labels.list(ClassLabels.KEY, text -> text);
    try {
      return ClassLabels.age(groups);
    } catch (UsageException e) {
      labels.require(false, ClassLabels.KEY, "age groups, and " + e.getMessage());
      return ClassLabels.of(Target.AGE);
    }
  }

  private static Alignment alignment(SettingsReader table) {
    Alignment alignment = table.parsed("alignment", Alignment::of);
    table.require(alignment != Alignment.MIXED, "alignment", "aligned or unaligned");
    return alignment;
  }

  private static Map<String, String> genders(SettingsReader labels) {
    Map<String, String> genders = new TreeMap<>();
    for (String number : List.of("0", "1")) {
      String key = "gender-" + number;
      String meaning = labels.text(key).strip().toLowerCase(Locale.ROOT);
      labels.require(
          List.of(UNDECLARED, "male", "female").contains(meaning), key, "male, female or empty");
      if (!meaning.equals(UNDECLARED)) {
        genders.put(number, Target.GENDER.labels().get(meaning.equals("male") ? 0 : 1));
      }
    }
    labels.require(
        genders.size() < 2 || !genders.get("0").equals(genders.get("1")),
        "gender-1",
        "the other one than gender-0");
    return genders;
  }

  /** These settings for a layout, whose columns, gender numbers and alignment are published. */
  TableSettings with(
      Map<TableColumn, String> names, Map<String, String> genderNumbers, Alignment turned) {
    return new TableSettings(
        names, ageGroups, between, genderNumbers, turned, folds, leastFaceScore);
  }

  /** What a dataset depends on, by its keys. */
  SortedMap<String, String> provenance() {
    SortedMap<String, String> values = new TreeMap<>();
    columns.forEach((column, name) -> values.put("table.columns." + column.key(), name));
    values.put("table.labels.between", Choice.key(between));
    values.put("table.labels.genders", genders.toString());
    ageGroups.note(values);
    values.put("table.alignment", alignment.key());
    values.put("table.folds", Integer.toString(folds));
    return values;
  }
}
