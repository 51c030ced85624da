// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The original's lists, read from its files and checked against the fold files. */
public final class ListedSplits implements SplitSource {
  private final Folds folds;
  private final LabelPolicy labels;
  private final ListTexts texts;
  private final Map<FaceKey, List<Integer>> rowsOf = new HashMap<>();

  /**
   * @param folds the rows that the lists are about
   * @param labels which labels count; the lists must agree
   * @param texts where the lists are
   */
  public ListedSplits(Folds folds, LabelPolicy labels, ListTexts texts) {
    this.folds = folds;
    this.labels = labels;
    this.texts = texts;
    for (int row = 0; row < folds.rows().size(); row++) {
      rowsOf.computeIfAbsent(folds.rows().get(row).face(), f -> new ArrayList<>()).add(row);
    }
  }

  @Override
  public Split split(Target target, Alignment alignment, int testFold) {
    Map<FaceInSet, Integer> seen = new HashMap<>();
    // Both lists count on: where a face has two rows, one may train and the other validate.
    List<Member> train = read(target, alignment, testFold, "train", seen);
    List<Member> val = read(target, alignment, testFold, "val", seen);
    return new Split(
        train,
        val,
        read(target, alignment, testFold, "train_subset", new HashMap<>()),
        read(target, alignment, testFold, "test", new HashMap<>()));
  }

  private record FaceInSet(FaceKey face, Alignment alignment) {}

  private List<Member> read(
      Target target, Alignment alignment, int testFold, String list, Map<FaceInSet, Integer> seen) {
    String path =
        String.format(Locale.ROOT, "test_fold_is_%d/%s_%s.txt", testFold, target.key(), list);
    List<String> lines = texts.lines(alignment, path);
    List<Member> members = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String where = texts.where(alignment, path) + ":" + (i + 1);
      Entry entry = parse(where, lines.get(i), alignment);
      int row = nextRow(where, entry, seen);
      checkFold(where, entry, row, list.equals("test") == (foldOf(row) == testFold));
      checkLabel(where, target, entry, row);
      members.add(new Member(row, entry.alignment(), entry.label()));
    }
    return List.copyOf(members);
  }

  /** A line: the label is the last word, because names may hold spaces. */
  private record Entry(FaceKey face, Alignment alignment, int label) {}

  private static Entry parse(String where, String line, Alignment set) {
    int space = line.lastIndexOf(' ');
    int slash = line.indexOf('/');
    if (slash < 0 || space < slash || !line.substring(space + 1).matches("\\d{1,4}")) {
      throw new UsageException(
          "%s: '%s' is not 'user/prefix.face.photo label'; give the original's list files"
              .formatted(where, line));
    }
    String name = line.substring(slash + 1, space);
    for (Alignment alignment : set.parts()) {
      String prefix = alignment.prefix() + ".";
      int dot = name.indexOf('.', prefix.length());
      if (name.startsWith(prefix) && dot > 0) {
        FaceKey face =
            new FaceKey(
                line.substring(0, slash),
                name.substring(dot + 1),
                name.substring(prefix.length(), dot));
        return new Entry(face, alignment, Integer.parseInt(line.substring(space + 1)));
      }
    }
    throw new UsageException(
        "%s: '%s' is not a picture of the %s set".formatted(where, name, set.key()));
  }

  /** The n-th entry of a face is its n-th row. */
  private int nextRow(String where, Entry entry, Map<FaceInSet, Integer> seen) {
    List<Integer> rows = rowsOf.get(entry.face());
    if (rows == null) {
      throw new UsageException(
          "%s: no row of the fold files is about %s; the lists belong to other fold files, or the row was rejected"
              .formatted(where, entry.face().path(entry.alignment())));
    }
    int nth = seen.merge(new FaceInSet(entry.face(), entry.alignment()), 1, Integer::sum);
    if (nth > rows.size()) {
      throw new UsageException(
          "%s: %s is listed %d times for training and validation, but has %d row(s)"
              .formatted(where, entry.face().path(entry.alignment()), nth, rows.size()));
    }
    return rows.get(nth - 1);
  }

  private int foldOf(int row) {
    return folds.rows().get(row).fold();
  }

  private void checkFold(String where, Entry entry, int row, boolean right) {
    if (!right) {
      throw new UsageException(
          "%s: %s is of fold %d, so it does not belong into this list"
              .formatted(where, entry.face().path(entry.alignment()), foldOf(row)));
    }
  }

  private void checkLabel(String where, Target target, Entry entry, int row) {
    FoldRow fields = folds.rows().get(row);
    if (entry.label() >= target.classes() || labels.classOf(target, fields) != entry.label()) {
      throw new UsageException(
          "%s: class %d does not fit the label '%s' at %s under prepare.labels = %s (classes 0 to %d)"
              .formatted(
                  where,
                  entry.label(),
                  fields.label(target),
                  fields.where(),
                  Choice.key(labels),
                  target.classes() - 1));
    }
  }
}
