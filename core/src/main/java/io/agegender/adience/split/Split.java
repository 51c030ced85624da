// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import java.util.List;
import java.util.function.Predicate;

/**
 * The four lists of one target, alignment and test fold, in their order. Rows that occur twice in a
 * fold file occur twice here, unless the rules drop them.
 *
 * @param train what is trained on
 * @param val what the training is watched with
 * @param trainSubset the first entries of {@code train}, as many as {@code val} minus one before
 *     labels are looked at; written by the original and used by nobody
 * @param test what is scored
 */
public record Split(
    List<Member> train, List<Member> val, List<Member> trainSubset, List<Member> test) {
  /** The lists without the members that fail the test. */
  public Split only(Predicate<Member> wanted) {
    return new Split(
        only(train, wanted), only(val, wanted), only(trainSubset, wanted), only(test, wanted));
  }

  private static List<Member> only(List<Member> list, Predicate<Member> wanted) {
    return list instanceof MemberList members
        ? members.only(wanted)
        : list.stream().filter(wanted).toList();
  }
}
