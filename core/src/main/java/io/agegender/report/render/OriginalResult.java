package io.agegender.report.render;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunName;
import io.agegender.score.Protocol;
import io.agegender.score.metrics.ConfusionMatrix;
import java.util.List;

/**
 * What one of the original's result files says: one snapshot of one configuration on all five test
 * folds.
 *
 * @param run the configuration
 * @param testAlignment aligned or unaligned
 * @param iteration the snapshot
 * @param folds by test fold, five of them
 */
public record OriginalResult(
    RunName run, Alignment testAlignment, long iteration, List<Fold> folds) {
  /**
   * One fold; the original keeps nothing else, and everything else follows.
   *
   * @param corner from the single crop, which is a corner
   * @param oversample from 10 crops
   */
  public record Fold(ConfusionMatrix corner, ConfusionMatrix oversample) {}

  /**
   * @throws UsageException if there are not five folds, or one of them is of another target
   */
  public OriginalResult {
    folds = List.copyOf(folds);
    if (folds.size() != Protocol.FOLDS) {
      throw new UsageException(
          "%s at iteration %d has %d folds; the original's result files hold %d"
              .formatted(run, iteration, folds.size(), Protocol.FOLDS));
    }
    Target target = run.target();
    if (folds.stream()
        .anyMatch(f -> f.corner().target() != target || f.oversample().target() != target)) {
      throw new UsageException("%s: a confusion matrix of another target".formatted(run));
    }
  }

  /**
   * Where the original keeps it, such as {@code
   * results-_mixed-vs-_unaligned/age_finetuning_vgg16_mixed_250000.txt}.
   */
  public String path() {
    return "results-%s-vs-%s/%s_%d.txt"
        .formatted(run.alignment().suffix(), testAlignment.suffix(), run, iteration);
  }
}
