// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.adience.split.Member;
import io.agegender.adience.split.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All split lists of a dataset in the making. */
public final class SplitLists {
  private final Map<Target, Map<Alignment, SortedMap<Integer, Split>>> lists =
      new EnumMap<>(Target.class);

  /**
   * All lists of a source, whatever becomes of the pictures.
   *
   * @throws io.agegender.foundation.error.UsageException if a list cannot be made
   */
  public static SplitLists of(DatasetSource source) {
    SplitLists lists = new SplitLists();
    for (Target target : Target.values()) {
      for (Alignment alignment : source.alignments()) {
        for (int testFold : source.folds().ids()) {
          lists.put(target, alignment, testFold, source.split(target, alignment, testFold));
        }
      }
    }
    return lists;
  }

  private void put(Target target, Alignment alignment, int testFold, Split split) {
    lists
        .computeIfAbsent(target, t -> new EnumMap<>(Alignment.class))
        .computeIfAbsent(alignment, a -> new TreeMap<>())
        .put(testFold, split);
  }

  /** SHA-256 over all lists and their order, in hexadecimal. */
  public String sha256() {
    StringBuilder text = new StringBuilder();
    for (Target target : lists.keySet()) {
      lists
          .get(target)
          .forEach(
              (alignment, folds) ->
                  folds.forEach(
                      (fold, split) -> {
                        text.append(Fingerprint.of(target.key(), alignment.key(), fold.toString()));
                        for (List<Member> list :
                            List.of(
                                split.train(), split.val(), split.trainSubset(), split.test())) {
                          text.append(hash(list));
                        }
                      }));
    }
    return Fingerprint.of(text.toString());
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
    return Fingerprint.of(members.toString());
  }

  /** The lists without the members that fail the test. */
  public SplitLists only(Predicate<Member> wanted) {
    SplitLists some = new SplitLists();
    lists.forEach(
        (target, by) ->
            by.forEach(
                (alignment, folds) ->
                    folds.forEach(
                        (fold, split) -> some.put(target, alignment, fold, split.only(wanted)))));
    return some;
  }

  /** The lists of an alignment and test fold by target. */
  public Map<Target, Split> of(Alignment alignment, int testFold) {
    Map<Target, Split> splits = new EnumMap<>(Target.class);
    lists.forEach((target, by) -> splits.put(target, by.get(alignment).get(testFold)));
    return splits;
  }

  /** The lists of all test folds. */
  public List<Split> all(Target target, Alignment alignment) {
    return new ArrayList<>(lists.get(target).get(alignment).values());
  }
}
