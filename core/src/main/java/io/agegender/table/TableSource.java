// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.adience.split.SeededSplits;
import io.agegender.adience.split.Split;
import io.agegender.adience.split.SplitRules;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.DatasetSource;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.format.Reject;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The faces of a table as a source of a dataset.
 *
 * @param table the rows
 * @param rules how lists are drawn
 * @param meanTarget whose training list gives the mean images; the other one's if that has no face
 * @param origin where the pictures come from
 * @param settings that the dataset depends on besides the table's own
 * @param unlisted pictures beside those of the table that no row names
 * @param sharedPixels pictures that show what another fold shows
 */
public record TableSource(
    LabelledTable table,
    SplitRules rules,
    Target meanTarget,
    FaceOrigin origin,
    SortedMap<String, String> settings,
    List<String> unlisted,
    Set<FaceImage> sharedPixels)
    implements DatasetSource {
  @Override
  public Folds folds() {
    return table.folds();
  }

  @Override
  public Labels labels() {
    return table.labels();
  }

  @Override
  public List<Alignment> stored() {
    return table.alignments();
  }

  @Override
  public boolean pictured(FoldRow row, Alignment alignment) {
    return table.alignmentOf(row) == alignment;
  }

  @Override
  public Split split(Target target, Alignment alignment, int testFold) {
    return new SeededSplits(folds(), labels(), rules, this::pictured)
        .split(target, alignment, testFold);
  }

  @Override
  public List<Target> meanTargets() {
    return List.of(meanTarget, meanTarget == Target.AGE ? Target.GENDER : Target.AGE);
  }

  @Override
  public Accounting.LeftOut unused() {
    return Accounting.LeftOut.DUPLICATE_ROW;
  }

  @Override
  public List<Reject> leftOut() {
    return table.leftOut();
  }

  @Override
  public List<String> notes() {
    return table.notes();
  }

  @Override
  public SortedMap<String, String> provenance() {
    SortedMap<String, String> values = new TreeMap<>(settings);
    values.putAll(table.provenance());
    origin.note(FaceOrigin.KEY, values);
    return values;
  }
}
