package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Member;
import io.agegender.adience.Split;
import io.agegender.adience.SplitReport;
import io.agegender.adience.Target;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.DatasetReport;
import io.agegender.dataset.format.Reject;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.error.UsageException;
import io.agegender.prepare.lmdb.Survey.Entry;
import io.agegender.prepare.lmdb.Survey.Image;
import io.agegender.prepare.lmdb.Survey.Person;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of the fold files as far as the LMDBs show them, and the lists as members of these rows.
 * A face that a test list has twice was in two rows.
 */
final class Inventory {
  private final LmdbTree tree;
  private final Survey survey;
  private final Folds folds;
  private final Map<FaceKey, Integer> firstRow = new HashMap<>();
  private final Map<LmdbList, List<Member>> members = new HashMap<>();

  private Inventory(LmdbTree tree, Survey survey) {
    this.tree = tree;
    this.survey = survey;
    List<FoldRow> rows = new ArrayList<>();
    survey.persons().entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<FaceKey, Person> e) -> e.getValue().fold())
                .thenComparing(Map.Entry::getKey))
        .forEach(
            e -> {
              firstRow.put(e.getKey(), rows.size());
              for (int i = 0; i < e.getValue().rows(); i++) {
                rows.add(row(e.getKey(), e.getValue()));
              }
            });
    this.folds = new Folds(tree.testFolds(), List.copyOf(rows), List.of());
  }

  static Inventory of(LmdbTree tree, Survey survey) {
    return new Inventory(tree, survey);
  }

  /** How many rows there are. */
  int rows() {
    return folds.rows().size();
  }

  /** Which image a member of a list is. */
  Image image(Member member) {
    return new Image(folds.rows().get(member.row()).face(), member.alignment());
  }

  /** The label of a face as a fold file would spell it; empty where it is not known. */
  static String label(Person person, Target target) {
    int label = person.label(target);
    return label < 0 ? "" : target.labels().get(label);
  }

  /** The lists of both targets. */
  Map<Target, Split> splits(Alignment alignment, int testFold) {
    Map<Target, Split> splits = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      splits.put(
          target,
          new Split(
              members(new LmdbList(alignment, testFold, target, Subset.TRAIN)),
              members(new LmdbList(alignment, testFold, target, Subset.VAL)),
              members(new LmdbList(alignment, testFold, target, Subset.TRAIN_SUBSET)),
              members(new LmdbList(alignment, testFold, target, Subset.TEST))));
    }
    return splits;
  }

  /**
   * Accounts and list sizes.
   *
   * @throws UsageException if test faces are known from training, or a mixed LMDB tests other faces
   *     than the ones of its alignments
   */
  DatasetReport report() {
    List<Accounting> accounts = new ArrayList<>();
    List<SplitReport> reports = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Alignment alignment : tree.alignments()) {
        for (int testFold : tree.testFolds()) {
          Split split = splits(alignment, testFold).get(target);
          SplitReport report =
              SplitReport.of(folds, LabelPolicy.ORIGINAL, target, alignment, testFold, split);
          report.refuseLeaks();
          reports.add(report);
        }
        accounts.add(account(target, alignment));
      }
      refuseOtherTests(target);
    }
    return new DatasetReport(accounts, reports);
  }

  /** The rows of each stored alignment that no test list has, for the rejects table. */
  List<Reject> leftOut() {
    List<Reject> table = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Alignment part : stored()) {
        Set<Place> used = tested(target, viewOf(part));
        for (int row = 0; row < rows(); row++) {
          if (!used.contains(new Place(row, part))) {
            FoldRow fields = folds.rows().get(row);
            table.add(
                new Reject(
                    Reject.Kind.LEFT_OUT,
                    reason(target, row).name(),
                    fields.fold(),
                    -1,
                    part.key(),
                    target.key(),
                    fields.face().path(part),
                    "label '%s'".formatted(fields.label(target))));
          }
        }
      }
    }
    return table;
  }

  private record Place(int row, Alignment alignment) {}

  private Accounting account(Target target, Alignment alignment) {
    Set<Place> used = tested(target, alignment);
    SortedMap<String, Long> leftOut = new TreeMap<>();
    for (Alignment part : alignment.parts()) {
      for (int row = 0; row < rows(); row++) {
        if (!used.contains(new Place(row, part))) {
          leftOut.merge(reason(target, row).name(), 1L, Long::sum);
        }
      }
    }
    return new Accounting(
        target,
        alignment,
        (long) rows() * alignment.parts().size(),
        used.size(),
        leftOut,
        new TreeMap<>());
  }

  private Accounting.LeftOut reason(Target target, int row) {
    return LabelPolicy.ORIGINAL.classOf(target, folds.rows().get(row)) == LabelPolicy.NO_CLASS
        ? Accounting.LeftOut.NO_LABEL
        : Accounting.LeftOut.NOT_IN_LISTS;
  }

  private Set<Place> tested(Target target, Alignment alignment) {
    Set<Place> tested = new HashSet<>();
    for (int testFold : tree.testFolds()) {
      for (Member member : splits(alignment, testFold).get(target).test()) {
        tested.add(new Place(member.row(), member.alignment()));
      }
    }
    return tested;
  }

  /** A dataset has one account of each picture, however many lists look at it. */
  private void refuseOtherTests(Target target) {
    if (!tree.alignments().contains(Alignment.MIXED)) {
      return;
    }
    for (Alignment part : stored()) {
      if (tree.alignments().contains(part)) {
        Set<Place> mixed = tested(target, Alignment.MIXED);
        mixed.removeIf(place -> place.alignment() != part);
        Set<Place> own = tested(target, part);
        if (!mixed.equals(own)) {
          throw new UsageException(
              "%s: the %s test LMDBs in lmdb_mixed have %d faces of %s, those in %s have %d, and not the same ones; import them into different datasets with import-lmdb.alignments"
                  .formatted(
                      tree.root(),
                      target.key(),
                      mixed.size(),
                      part.key(),
                      LmdbList.root(part),
                      own.size()));
        }
      }
    }
  }

  /** The alignments that pictures are stored of. */
  private List<Alignment> stored() {
    return tree.alignments().stream().flatMap(a -> a.parts().stream()).distinct().sorted().toList();
  }

  /** Whose lists tell which pictures of a stored alignment are used. */
  private Alignment viewOf(Alignment part) {
    return tree.alignments().contains(part) ? part : Alignment.MIXED;
  }

  /** The n-th entry of a face in a list is the n-th row of the face. */
  private List<Member> members(LmdbList list) {
    return members.computeIfAbsent(list, this::find);
  }

  private List<Member> find(LmdbList list) {
    Map<Image, Integer> seen = new HashMap<>();
    List<Member> found = new ArrayList<>();
    for (Entry entry : survey.entries(list)) {
      FaceKey face = entry.image().face();
      int before = seen.merge(entry.image(), 1, Integer::sum) - 1;
      int row = firstRow.get(face) + Math.min(before, survey.persons().get(face).rows() - 1);
      found.add(new Member(row, entry.image().alignment(), entry.label()));
    }
    return List.copyOf(found);
  }

  private static FoldRow row(FaceKey face, Person person) {
    return new FoldRow(
        person.fold(),
        0,
        face.user(),
        face.photo(),
        face.subject(),
        label(person, Target.AGE),
        label(person, Target.GENDER));
  }
}
