// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.RowReject;
import io.agegender.adience.Target;
import io.agegender.adience.split.Member;
import io.agegender.adience.split.Split;
import io.agegender.dataset.format.Reject;
import io.agegender.image.Picture;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Accounts for every row: which are used, which are left out and why, which are rejected and why.
 */
public final class SampleAccounting {
  /** What the original's files write where nobody knows. */
  private static final Set<String> UNKNOWN = Set.of("None", "u", "");

  private static final int ALIGNMENTS = Alignment.values().length;

  private final DatasetSource source;
  private final Folds folds;
  private final Map<FaceImage, Picture.Rejected> rejected;

  /** The number of a row in one alignment. */
  private static int place(int row, Alignment alignment) {
    return row * ALIGNMENTS + alignment.ordinal();
  }

  /**
   * @param rejected the pictures without a record, and why
   */
  public SampleAccounting(DatasetSource source, Map<FaceImage, Picture.Rejected> rejected) {
    this.source = source;
    this.folds = source.folds();
    this.rejected = rejected;
  }

  /** Entries (rows times stored alignments) whose row or picture cannot be used. */
  public long rejectedEntries() {
    long rows = source.rejects().size() + (long) folds.rejects().size() * source.stored().size();
    for (Alignment alignment : source.stored()) {
      rows += folds.rows().stream().filter(r -> reject(r, alignment) != null).count();
    }
    return rows;
  }

  /** Entries (rows times stored alignments). */
  public long entries() {
    return source.stored().stream().mapToLong(this::rowsIn).sum();
  }

  /** Rows that stand for a picture of a stored alignment; a row that cannot be used may. */
  private long rowsIn(Alignment alignment) {
    return folds.rejects().size()
        + folds.rows().stream().filter(row -> source.pictured(row, alignment)).count();
  }

  /** How many entries were rejected for which reason. */
  public SortedMap<String, Long> rejectedByReason(Alignment alignment) {
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
  public Accounting account(Target target, Alignment alignment, List<Split> splits) {
    BitSet used = used(splits);
    SortedMap<String, Long> leftOut = new TreeMap<>();
    for (Alignment part : alignment.parts()) {
      eachLeftOut(target, part, used, (row, reason) -> leftOut.merge(reason.name(), 1L, Long::sum));
    }
    return new Accounting(
        target,
        alignment,
        alignment.parts().stream().mapToLong(this::rowsIn).sum(),
        splits.stream().mapToLong(s -> s.test().size()).sum(),
        leftOut,
        rejectedByReason(alignment));
  }

  /** The table of everything that is not used, as far as it is known before there are lists. */
  public List<Reject> table() {
    return withUnlisted(rejected());
  }

  private List<Reject> rejected() {
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
    for (Alignment alignment : source.stored()) {
      for (FoldRow row : folds.rows()) {
        Picture.Rejected why = reject(row, alignment);
        if (why != null) {
          table.add(
              entry(Reject.Kind.REJECTED, why.reason().name(), row, alignment, "", why.detail()));
        }
      }
    }
    table.addAll(source.rejects());
    table.addAll(source.leftOut());
    return table;
  }

  /** The table of everything that is not used. */
  public List<Reject> table(SplitLists lists) {
    List<Reject> table = rejected();
    for (Target target : Target.values()) {
      for (Alignment stored : source.stored().stream().sorted().toList()) {
        Alignment view = source.alignments().contains(stored) ? stored : Alignment.MIXED;
        table.addAll(leftOut(target, stored, used(lists.all(target, view))));
      }
    }
    return withUnlisted(table);
  }

  private List<Reject> withUnlisted(List<Reject> table) {
    for (String path : source.unlisted()) {
      table.add(new Reject(Reject.Kind.UNLISTED, "NOT_LISTED", -1, -1, "", "", path, ""));
    }
    return table;
  }

  private List<Reject> leftOut(Target target, Alignment alignment, BitSet used) {
    List<Reject> table = new ArrayList<>();
    eachLeftOut(
        target,
        alignment,
        used,
        (row, reason) ->
            table.add(
                entry(
                    Reject.Kind.LEFT_OUT,
                    reason.name(),
                    row,
                    alignment,
                    target.key(),
                    "label '%s'".formatted(row.label(target)))));
    return table;
  }

  /** Visits the rows whose picture of a stored alignment is sound and not used. */
  private void eachLeftOut(
      Target target,
      Alignment alignment,
      BitSet used,
      BiConsumer<FoldRow, Accounting.LeftOut> visitor) {
    for (int row = 0; row < folds.rows().size(); row++) {
      FoldRow fields = folds.rows().get(row);
      if (source.pictured(fields, alignment)
          && reject(fields, alignment) == null
          && !used.get(place(row, alignment))) {
        visitor.accept(fields, reason(target, fields, alignment));
      }
    }
  }

  private Picture.Rejected reject(FoldRow row, Alignment alignment) {
    return rejected.isEmpty() ? null : rejected.get(new FaceImage(row.face(), alignment));
  }

  private static BitSet used(List<Split> splits) {
    BitSet used = new BitSet();
    for (Split split : splits) {
      for (Member member : split.test()) {
        used.set(place(member.row(), member.alignment()));
      }
    }
    return used;
  }

  private Accounting.LeftOut reason(Target target, FoldRow row, Alignment alignment) {
    if (source.labels().classOf(target, row) == Labels.NO_CLASS) {
      return UNKNOWN.contains(row.label(target))
          ? Accounting.LeftOut.NO_LABEL
          : Accounting.LeftOut.NO_CLASS;
    }
    return source.sharedPixels().contains(new FaceImage(row.face(), alignment))
        ? Accounting.LeftOut.SAME_PIXELS
        : source.unused();
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
