package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Member;
import io.agegender.adience.RowReject;
import io.agegender.adience.Split;
import io.agegender.adience.Target;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.format.Reject;
import io.agegender.image.Picture;
import io.agegender.prepare.PicturePlan.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts for every row: which are used, which are left out and why, which are rejected and why.
 */
final class Ledger {
  /** What the original's files write where nobody knows. */
  private static final Set<String> UNKNOWN = Set.of("None", "u", "");

  private final Folds folds;
  private final PrepareSettings settings;
  private final Map<Image, Picture.Rejected> rejected;
  private final List<String> unlisted;

  Ledger(
      Folds folds,
      PrepareSettings settings,
      Map<Image, Picture.Rejected> rejected,
      List<String> unlisted) {
    this.folds = folds;
    this.settings = settings;
    this.rejected = rejected;
    this.unlisted = unlisted;
  }

  /** Entries (rows times stored alignments) whose row or picture cannot be used. */
  long rejectedEntries() {
    long rows = (long) folds.rejects().size() * settings.alignments().size();
    for (Alignment alignment : settings.alignments()) {
      rows += folds.rows().stream().filter(r -> reject(r, alignment) != null).count();
    }
    return rows;
  }

  /** Entries (rows times stored alignments). */
  long entries() {
    return (long) folds.rowsIn() * settings.alignments().size();
  }

  /** How many entries were rejected for which reason. */
  SortedMap<String, Long> rejectedByReason(Alignment alignment) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (RowReject reject : folds.rejects()) {
      counts.merge(reject.reason().name(), (long) alignment.parts().size(), Long::sum);
    }
    for (Alignment part : alignment.parts()) {
      for (FoldRow row : folds.rows()) {
        Picture.Rejected why = reject(row, part);
        if (why != null) {
          counts.merge(why.reason().name(), 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  /**
   * The account of a target and alignment.
   *
   * @param splits the lists of all test folds; every used entry is in one test list
   */
  Accounting account(Target target, Alignment alignment, List<Split> splits) {
    Set<Member> used = used(splits);
    SortedMap<String, Long> leftOut = new TreeMap<>();
    for (Alignment part : alignment.parts()) {
      for (int row = 0; row < folds.rows().size(); row++) {
        FoldRow fields = folds.rows().get(row);
        if (reject(fields, part) == null) {
          int label = settings.labels().classOf(target, fields);
          if (!used.contains(new Member(row, part, label))) {
            leftOut.merge(reason(target, fields, label).name(), 1L, Long::sum);
          }
        }
      }
    }
    return new Accounting(
        target,
        alignment,
        (long) folds.rowsIn() * alignment.parts().size(),
        splits.stream().mapToLong(s -> s.test().size()).sum(),
        leftOut,
        rejectedByReason(alignment));
  }

  /**
   * The table of everything that is not used.
   *
   * @param splits the lists of all test folds by target and stored alignment; empty while there are
   *     none
   */
  List<Reject> table(Map<Target, Map<Alignment, List<Split>>> splits) {
    List<Reject> table = new ArrayList<>();
    for (RowReject row : folds.rejects()) {
      table.add(
          new Reject(
              Reject.Kind.REJECTED,
              row.reason().name(),
              row.fold(),
              row.line(),
              "",
              "",
              "",
              row.detail()));
    }
    for (Alignment alignment : settings.alignments()) {
      for (FoldRow row : folds.rows()) {
        Picture.Rejected why = reject(row, alignment);
        if (why != null) {
          table.add(
              entry(Reject.Kind.REJECTED, why.reason().name(), row, alignment, "", why.detail()));
        }
      }
    }
    splits.forEach(
        (target, byAlignment) ->
            byAlignment.forEach(
                (alignment, lists) -> table.addAll(leftOut(target, alignment, used(lists)))));
    for (String path : unlisted) {
      table.add(new Reject(Reject.Kind.UNLISTED, "NOT_LISTED", -1, -1, "", "", path, ""));
    }
    return table;
  }

  private List<Reject> leftOut(Target target, Alignment alignment, Set<Member> used) {
    List<Reject> table = new ArrayList<>();
    for (int row = 0; row < folds.rows().size(); row++) {
      FoldRow fields = folds.rows().get(row);
      int label = settings.labels().classOf(target, fields);
      if (reject(fields, alignment) == null && !used.contains(new Member(row, alignment, label))) {
        table.add(
            entry(
                Reject.Kind.LEFT_OUT,
                reason(target, fields, label).name(),
                fields,
                alignment,
                target.key(),
                "label '%s'".formatted(fields.label(target))));
      }
    }
    return table;
  }

  private Picture.Rejected reject(FoldRow row, Alignment alignment) {
    return rejected.get(new Image(row.face(), alignment));
  }

  private static Set<Member> used(List<Split> splits) {
    Set<Member> used = new HashSet<>();
    splits.forEach(split -> used.addAll(split.test()));
    return used;
  }

  private Accounting.LeftOut reason(Target target, FoldRow row, int label) {
    if (label == LabelPolicy.NO_CLASS) {
      return UNKNOWN.contains(row.label(target))
          ? Accounting.LeftOut.NO_LABEL
          : Accounting.LeftOut.NO_CLASS;
    }
    return settings.splits().source() == PrepareSettings.Source.ORIGINAL_LISTS
        ? Accounting.LeftOut.NOT_IN_LISTS
        : Accounting.LeftOut.DUPLICATE_ROW;
  }

  private static Reject entry(
      Reject.Kind kind,
      String reason,
      FoldRow row,
      Alignment alignment,
      String target,
      String detail) {
    return new Reject(
        kind,
        reason,
        row.fold(),
        row.line(),
        alignment.key(),
        target,
        row.face().path(alignment),
        detail);
  }
}
