package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.Member;
import io.agegender.adience.Split;
import io.agegender.adience.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All split lists of a dataset in the making. */
final class Lists {
  private final Map<Target, Map<Alignment, SortedMap<Integer, Split>>> lists =
      new EnumMap<>(Target.class);

  void put(Target target, Alignment alignment, int testFold, Split split) {
    lists
        .computeIfAbsent(target, t -> new EnumMap<>(Alignment.class))
        .computeIfAbsent(alignment, a -> new TreeMap<>())
        .put(testFold, split);
  }

  /** SHA-256 over all lists and their order, in hexadecimal. */
  String sha256() {
    StringBuilder text = new StringBuilder();
    for (Target target : lists.keySet()) {
      lists
          .get(target)
          .forEach(
              (alignment, folds) ->
                  folds.forEach(
                      (fold, split) -> {
                        text.append(Keys.sha256(target.key(), alignment.key(), fold.toString()));
                        for (List<Member> list :
                            List.of(
                                split.train(), split.val(), split.trainSubset(), split.test())) {
                          text.append(hash(list));
                        }
                      }));
    }
    return Keys.sha256(text.toString());
  }

  private static String hash(List<Member> list) {
    StringBuilder members = new StringBuilder();
    for (Member member : list) {
      members
          .append(member.row())
          .append(' ')
          .append(member.alignment().key())
          .append(' ')
          .append(member.label())
          .append('\n');
    }
    return Keys.sha256(members.toString());
  }

  /** The lists without the members that fail the test. */
  Lists only(Predicate<Member> wanted) {
    Lists some = new Lists();
    lists.forEach(
        (target, by) ->
            by.forEach(
                (alignment, folds) ->
                    folds.forEach(
                        (fold, split) -> some.put(target, alignment, fold, split.only(wanted)))));
    return some;
  }

  /** The lists of an alignment and test fold by target. */
  Map<Target, Split> of(Alignment alignment, int testFold) {
    Map<Target, Split> splits = new EnumMap<>(Target.class);
    lists.forEach((target, by) -> splits.put(target, by.get(alignment).get(testFold)));
    return splits;
  }

  /** The lists of all test folds. */
  List<Split> all(Target target, Alignment alignment) {
    return new ArrayList<>(lists.get(target).get(alignment).values());
  }

  /** The lists of all test folds by target and alignment, of some alignments. */
  Map<Target, Map<Alignment, List<Split>>> stored(List<Alignment> alignments) {
    Map<Target, Map<Alignment, List<Split>>> stored = new EnumMap<>(Target.class);
    for (Target target : lists.keySet()) {
      Map<Alignment, List<Split>> by = new EnumMap<>(Alignment.class);
      alignments.forEach(alignment -> by.put(alignment, all(target, alignment)));
      stored.put(target, by);
    }
    return stored;
  }
}
