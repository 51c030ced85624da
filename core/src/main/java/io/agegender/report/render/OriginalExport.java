package io.agegender.report.render;

import io.agegender.report.Cell;
import io.agegender.report.CellKey;
import io.agegender.report.FoldScore;
import io.agegender.report.Results;
import io.agegender.score.CropMode;
import io.agegender.score.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which results the original's format can hold: those with corner crops and 10 crops of the same
 * snapshot in all five folds.
 */
public final class OriginalExport {
  private OriginalExport() {}

  public static List<OriginalResult> of(Results results) {
    Map<CellKey, Cell> cells = new HashMap<>();
    results.cells().forEach(cell -> cells.put(cell.key(), cell));
    List<OriginalResult> originals = new ArrayList<>();
    for (Cell oversample : results.cells()) {
      CellKey key = oversample.key();
      if (key.cropMode() == CropMode.OVERSAMPLE) {
        Cell corner = cells.get(new CellKey(key.run(), key.testAlignment(), CropMode.CORNER));
        if (corner != null) {
          pair(corner, oversample).ifPresent(originals::add);
        }
      }
    }
    return originals;
  }

  private static Optional<OriginalResult> pair(Cell corner, Cell oversample) {
    List<OriginalResult.Fold> folds = new ArrayList<>();
    Optional<FoldScore> first = oversample.folds().get(0).score();
    for (int fold = 0; fold < oversample.folds().size(); fold++) {
      Optional<FoldScore> single = corner.folds().get(fold).score();
      Optional<FoldScore> ten = oversample.folds().get(fold).score();
      if (single.isEmpty()
          || ten.isEmpty()
          || single.get().iteration() != first.orElseThrow().iteration()
          || ten.get().iteration() != first.orElseThrow().iteration()) {
        return Optional.empty();
      }
      folds.add(new OriginalResult.Fold(confusion(single.get()), confusion(ten.get())));
    }
    return Optional.of(
        new OriginalResult(
            oversample.key().run(),
            oversample.key().testAlignment(),
            first.orElseThrow().iteration(),
            folds));
  }

  private static ConfusionMatrix confusion(FoldScore score) {
    return score.rows().confusion();
  }
}
