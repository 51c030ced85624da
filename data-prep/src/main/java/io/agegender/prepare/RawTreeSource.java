// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.adience.split.Split;
import io.agegender.adience.split.SplitSource;
import io.agegender.dataset.build.Accounting;
import io.agegender.dataset.build.DatasetSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The raw Adience tree: fold files, and folders of pictures.
 *
 * @param unlisted pictures that no row names
 */
record RawTreeSource(
    Folds folds,
    PrepareSettings settings,
    SplitSource splits,
    List<String> unlisted,
    FaceOrigin origin)
    implements DatasetSource {
  RawTreeSource withUnlisted(List<String> paths) {
    return new RawTreeSource(folds, settings, splits, paths, origin);
  }

  @Override
  public LabelPolicy labels() {
    return settings.labels();
  }

  @Override
  public List<Alignment> stored() {
    return settings.alignments();
  }

  @Override
  public List<Alignment> alignments() {
    List<Alignment> alignments = new ArrayList<>(settings.alignments());
    if (alignments.containsAll(Alignment.MIXED.parts())) {
      alignments.add(Alignment.MIXED);
    }
    return alignments;
  }

  @Override
  public Split split(Target target, Alignment alignment, int testFold) {
    return splits.split(target, alignment, testFold);
  }

  @Override
  public List<Target> meanTargets() {
    return List.of(settings.meanTarget());
  }

  @Override
  public Accounting.LeftOut unused() {
    return settings.splits().source() == PrepareSettings.Source.ORIGINAL_LISTS
        ? Accounting.LeftOut.NOT_IN_LISTS
        : Accounting.LeftOut.DUPLICATE_ROW;
  }

  @Override
  public SortedMap<String, String> provenance() {
    SortedMap<String, String> values = settings.provenance();
    origin.note(FaceOrigin.KEY, values);
    return values;
  }
}
