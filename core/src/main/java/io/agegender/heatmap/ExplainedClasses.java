// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.relevance.Activations;
import java.util.List;
import java.util.stream.IntStream;

/** Which classes of a face are explained. */
final class ExplainedClasses {
  private ExplainedClasses() {}

  /**
   * The classes of one face.
   *
   * @param text {@code predicted}, {@code true}, {@code all}, a label or an index
   * @throws FailedException if the true class is asked for and not known
   */
  static List<Integer> of(
      String text, List<String> labels, Activations pass, FaceExplainer.Subject face) {
    return switch (text) {
      case "predicted" -> List.of(pass.predicted());
      case "true" -> {
        if (face.label() < 0) {
          throw new FailedException(
              "%s: the true class is not known; use another --class".formatted(face.caption()));
        }
        yield List.of(face.label());
      }
      case "all" -> IntStream.range(0, labels.size()).boxed().toList();
      default -> List.of(index(text, labels));
    };
  }

  /**
   * @throws UsageException if the text names no class of the target
   */
  static void check(String text, List<String> labels) {
    if (!List.of("predicted", "true", "all").contains(text)) {
      index(text, labels);
    }
  }

  private static int index(String text, List<String> labels) {
    if (labels.contains(text)) {
      return labels.indexOf(text);
    }
    if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) < labels.size()) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        "class '%s' is not one of the network's: use predicted, true, all, an index 0 to %d or a label of %s"
            .formatted(text, labels.size() - 1, labels));
  }
}
