// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.RowReject;
import io.agegender.dataset.format.Reject;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The rows of a table, each checked, with a fold.
 *
 * @param folds the rows in the table's order; those that cannot be used are its rejects
 * @param labels which labels count as which class
 * @param alignment of all rows but the others
 * @param others faces that are turned the other way
 * @param leftOut rows that the layout's own rules leave out
 * @param notes whole sentences on what was taken for granted
 * @param provenance the settings that the rows depend on
 */
public record LabelledTable(
    Folds folds,
    Labels labels,
    Alignment alignment,
    Set<FaceKey> others,
    List<Reject> leftOut,
    List<String> notes,
    SortedMap<String, String> provenance) {
  /** How the picture of a row is turned. */
  public Alignment alignmentOf(FoldRow row) {
    return !others.isEmpty() && others.contains(row.face()) ? other(alignment) : alignment;
  }

  /** The alignments that there are pictures of, in enum order. */
  public List<Alignment> alignments() {
    return others.isEmpty()
        ? List.of(alignment)
        : Alignment.MIXED.parts().stream().sorted().toList();
  }

  static Alignment other(Alignment alignment) {
    return alignment == Alignment.ALIGNED ? Alignment.UNALIGNED : Alignment.ALIGNED;
  }

  /** The row's number in the table and why it is not used, for messages. */
  public static String describe(RowReject reject) {
    return "row %d: %s, %s".formatted(reject.line(), reject.reason(), reject.detail());
  }
}
