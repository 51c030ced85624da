// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldFile;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.RowReason;
import io.agegender.adience.RowReject;
import io.agegender.dataset.format.Reject;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a table row by row; a row that cannot be used is kept as a reject with its number. */
public final class TableReader implements RowSource.Sink {
  private static final int NO_FOLD = -1;
  private static final int SHOWN = 5;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:/");

  private final RowSource source;
  private final TableSettings settings;
  private final TableLabels labels;
  private final List<FoldRow> rows = new ArrayList<>();
  private final List<RowReject> rejects = new ArrayList<>();
  private final List<Reject> leftOut = new ArrayList<>();
  private final Set<FaceKey> others = new HashSet<>();
  private final StrangeFolds strangeFolds = new StrangeFolds();

  /** One object for each text that many rows share. */
  private final Map<String, String> known = new HashMap<>();

  private TableReader(RowSource source, TableSettings settings) {
    this.source = source;
    this.settings = settings;
    this.labels = new TableLabels(settings);
  }

  /**
   * Reads, checks and splits a table.
   *
   * @param seed of the folds, if the table gives none
   * @throws UsageException if there are rows in fewer than two folds, a subject is in two, or
   *     numbers stand for genders and nobody said for which
   */
  public static LabelledTable read(RowSource source, TableSettings settings, long seed) {
    TableReader reader = new TableReader(source, settings);
    source.scan(reader);
    return reader.table(seed);
  }

  @Override
  public void leaveOut(int number, String reason, String path, String detail) {
    leftOut.add(
        new Reject(
            Reject.Kind.LEFT_OUT,
            reason,
            NO_FOLD,
            number,
            "",
            "",
            path,
            "row %d: %s".formatted(number, detail)));
  }

  @Override
  public void reject(int number, RowReason reason, String detail) {
    rejects.add(new RowReject(NO_FOLD, number, reason, detail));
  }

  @Override
  public void row(int number, String[] cells) {
    String path = plain(cell(cells, TableColumn.PATH));
    Optional<String> age = labels.age(cell(cells, TableColumn.AGE));
    Optional<String> gender = labels.gender(cell(cells, TableColumn.GENDER));
    Optional<Integer> fold = fold(cell(cells, TableColumn.FOLD));
    Optional<Alignment> alignment = alignment(cell(cells, TableColumn.ALIGNMENT));
    String subject = cell(cells, TableColumn.SUBJECT);
    if (!isInside(path)) {
      reject(
          number,
          RowReason.OUTSIDE_ROOT,
          "path '%s'; write it from --raw on, without '..'".formatted(printable(path)));
    } else if (source.has(TableColumn.SUBJECT) && (subject.isEmpty() || !isPrintable(subject))) {
      reject(number, RowReason.NO_SUBJECT, named(path, "subject", subject));
    } else if (age.isEmpty()) {
      reject(
          number,
          RowReason.BAD_AGE,
          named(path, "age", cell(cells, TableColumn.AGE))
              + "; write years (27), a range (25-32, 60+), or nothing if it is not known");
    } else if (gender.isEmpty()) {
      refuseUndeclared(number, cell(cells, TableColumn.GENDER));
      reject(
          number,
          RowReason.BAD_GENDER,
          named(path, "gender", cell(cells, TableColumn.GENDER))
              + "; write m, f, male or female, or nothing if it is not known");
    } else if (fold.isEmpty()) {
      strangeFolds.add(number, cell(cells, TableColumn.FOLD));
      reject(number, RowReason.BAD_FOLD, named(path, "fold", cell(cells, TableColumn.FOLD)));
    } else if (alignment.isEmpty()) {
      reject(
          number,
          RowReason.BAD_ALIGNMENT,
          named(path, "alignment", cell(cells, TableColumn.ALIGNMENT)));
    } else {
      FaceKey face = FaceKey.at(path, source.has(TableColumn.SUBJECT) ? one(subject) : path);
      rows.add(
          new FoldRow(
              fold.get(),
              number,
              one(face.user()),
              face.photo(),
              face.subject(),
              one(age.get()),
              one(gender.get())));
      if (alignment.get() != settings.alignment()) {
        others.add(rows.get(rows.size() - 1).face());
      }
    }
  }

  private static String cell(String[] cells, TableColumn column) {
    return cells[column.ordinal()];
  }

  private static String named(String path, String column, String cell) {
    return "%s '%s' of %s".formatted(column, printable(cell), path);
  }

  private void refuseUndeclared(int number, String gender) {
    if (labels.isUndeclared(gender)) {
      throw new UsageException(
          "%s: row %d: the gender is '%s', and a number can mean either; say it with prepare.table.labels.gender-0 and gender-1 (male or female)"
              .formatted(source.name(), number, gender));
    }
  }

  private String one(String text) {
    String before = known.putIfAbsent(text, text);
    return before == null ? text : before;
  }

  /** Without what a path does not need, and as any system but Windows writes it. */
  private static String plain(String path) {
    String slashed = path.replace('\\', '/');
    return slashed.startsWith("./") ? slashed.substring(2) : slashed;
  }

  private static boolean isInside(String path) {
    if (path.isEmpty() || !isPrintable(path) || DRIVE.matcher(path).lookingAt()) {
      return false;
    }
    for (String name : path.split("/", -1)) {
      if (name.isBlank() || name.equals(".") || name.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\ufffd");
  }

  /** Any fold of the tree's five; {@link #NO_FOLD} where the table gives none. */
  private Optional<Integer> fold(String cell) {
    if (!source.has(TableColumn.FOLD)) {
      return Optional.of(NO_FOLD);
    }
    String text = cell.replaceFirst("\\.0$", "");
    return text.matches("[0-9]") && Integer.parseInt(text) < FoldFile.FOLDS
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  private Optional<Alignment> alignment(String cell) {
    String text = cell.toLowerCase(Locale.ROOT);
    return text.isEmpty()
        ? Optional.of(settings.alignment())
        : Alignment.MIXED.parts().stream().filter(a -> a.key().equals(text)).findFirst();
  }

  private LabelledTable table(long seed) {
    known.clear();
    strangeFolds.refuse(source.name(), rows.size() + rejects.size());
    List<FoldRow> sound = withoutContradictions();
    if (sound.isEmpty()) {
      throw new UsageException(
          "%s has no row that can be used%s; repair the table"
              .formatted(
                  source.name(),
                  rejects.isEmpty()
                      ? ""
                      : " (%d rejected, the first is %s)"
                          .formatted(rejects.size(), LabelledTable.describe(rejects.get(0)))));
    }
    List<String> notes = new ArrayList<>(source.notes());
    if (!source.has(TableColumn.SUBJECT)) {
      notes.add(
          "The table names no subjects, so each picture is a subject of its own: if a person is on several pictures, test and training may share that person.");
    }
    long misprints = sound.stream().filter(row -> row.age().equals(TableLabels.MISPRINT)).count();
    if (misprints > 0) {
      notes.add(
          "%d rows have the age '%s', a known misprint in Adience's fold files: they count for gender and have no age. Write (25, 32) if you are sure."
              .formatted(misprints, TableLabels.MISPRINT));
    }
    if (source.has(TableColumn.FOLD)) {
      refuseSharedSubjects(sound);
    } else {
      sound = new FoldDraw(settings.folds(), labels).draw(sound, seed);
      notes.add(
          "The %d folds were drawn by subject from the seed %d, balanced by class."
              .formatted(settings.folds(), seed));
    }
    List<Integer> ids = sound.stream().map(FoldRow::fold).distinct().sorted().toList();
    noteFolds(ids, notes);
    rejects.sort(Comparator.comparingInt(RowReject::line));
    countLeftOut(notes);
    SortedMap<String, String> provenance = settings.provenance();
    provenance.put("table.sha256", source.sha256());
    provenance.put("table.folds-from", source.has(TableColumn.FOLD) ? "table" : "seed");
    boolean allOthers =
        !others.isEmpty() && sound.stream().allMatch(row -> others.contains(row.face()));
    return new LabelledTable(
        new Folds(ids, sound, List.copyOf(rejects)),
        labels,
        allOthers ? LabelledTable.other(settings.alignment()) : settings.alignment(),
        allOthers ? Set.of() : others,
        leftOut,
        List.copyOf(notes),
        provenance);
  }

  private void countLeftOut(List<String> notes) {
    Map<String, Long> reasons =
        leftOut.stream()
            .collect(Collectors.groupingBy(Reject::reason, TreeMap::new, Collectors.counting()));
    if (!reasons.isEmpty()) {
      notes.add(
          "The layout's own rules leave out %d rows: %s."
              .formatted(
                  leftOut.size(),
                  reasons.entrySet().stream()
                      .map(e -> e.getKey() + " " + e.getValue())
                      .collect(Collectors.joining(", "))));
    }
  }

  private void noteFolds(List<Integer> ids, List<String> notes) {
    if (ids.size() < 2) {
      throw new UsageException(
          "%s: all rows are in fold %d; testing on one fold and training on others takes two. Give the rows folds, or set prepare.table.columns.fold to \"\" to have them drawn"
              .formatted(source.name(), ids.get(0)));
    }
    List<Integer> empty =
        IntStream.range(0, ids.get(ids.size() - 1))
            .filter(fold -> !ids.contains(fold))
            .boxed()
            .toList();
    if (!empty.isEmpty()) {
      notes.add("No row is in fold %s, so nothing can be tested on it.".formatted(empty));
    }
  }

  /** Rows that give one picture different labels, subjects or folds are all rejected. */
  private List<FoldRow> withoutContradictions() {
    Map<FaceKey, FoldRow> first = new HashMap<>();
    Map<FaceKey, String> contradicted = new HashMap<>();
    for (FoldRow row : rows) {
      FoldRow other = first.putIfAbsent(picture(row), row);
      if (other != null && !agrees(row, other)) {
        contradicted.putIfAbsent(
            picture(row), "rows %d and %d differ".formatted(other.line(), row.line()));
      }
    }
    if (contradicted.isEmpty()) {
      return rows;
    }
    List<FoldRow> sound = new ArrayList<>();
    for (FoldRow row : rows) {
      String why = contradicted.get(picture(row));
      if (why == null) {
        sound.add(row);
      } else {
        reject(
            row.line(),
            RowReason.CONFLICTING_LABELS,
            "%s: age '%s', gender '%s', subject '%s'; %s"
                .formatted(
                    row.face().path(settings.alignment()),
                    row.age(),
                    row.gender(),
                    row.subject(),
                    why));
      }
    }
    return sound;
  }

  private static FaceKey picture(FoldRow row) {
    return new FaceKey(row.user(), row.photo(), "");
  }

  private static boolean agrees(FoldRow one, FoldRow other) {
    return one.age().equals(other.age())
        && one.gender().equals(other.gender())
        && one.subject().equals(other.subject())
        && one.fold() == other.fold();
  }

  private void refuseSharedSubjects(List<FoldRow> sound) {
    Map<String, FoldRow> first = new HashMap<>();
    Map<String, String> shared = new TreeMap<>();
    for (FoldRow row : sound) {
      FoldRow other = first.putIfAbsent(row.subject(), row);
      if (other != null && other.fold() != row.fold()) {
        shared.putIfAbsent(
            row.subject(),
            "%s (rows %d and %d)".formatted(row.subject(), other.line(), row.line()));
      }
    }
    if (!shared.isEmpty()) {
      throw new UsageException(
          "%s: %d subject(s) are in more than one fold, so test faces would be trained on: %s%s. Give all rows of a subject one fold"
              .formatted(
                  source.name(),
                  shared.size(),
                  shared.values().stream().limit(SHOWN).collect(Collectors.joining("; ")),
                  shared.size() > SHOWN ? "; ..." : ""));
    }
  }
}
