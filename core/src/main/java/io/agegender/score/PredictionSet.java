// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The content of one predictions file.
 *
 * @param header what was scored
 * @param predictions by crop mode; each mode has the same faces in the order of the split list
 */
public record PredictionSet(PredictionsHeader header, Map<CropMode, List<Prediction>> predictions) {
  /**
   * @throws UsageException if there are no predictions, crop modes disagree about the faces, or the
   *     classes are not those of the run's target
   */
  public PredictionSet {
    if (predictions.isEmpty() || predictions.values().stream().anyMatch(List::isEmpty)) {
      throw new UsageException("%s: no predictions".formatted(header));
    }
    Map<CropMode, List<Prediction>> copy = new EnumMap<>(CropMode.class);
    predictions.forEach((mode, list) -> copy.put(mode, List.copyOf(list)));
    predictions = Collections.unmodifiableMap(copy);
    List<Prediction> first = predictions.values().iterator().next();
    predictions.forEach((mode, list) -> check(header, mode, list, first));
  }

  /** Of the header and every value of every row, so that damage to any of them shows. */
  String sha256() {
    Sha256 hash = new Sha256().add(header.toMetadata().toString());
    ByteBuffer bits = ByteBuffer.allocate(Float.BYTES * header.run().classes().count());
    predictions.forEach(
        (mode, list) -> {
          hash.add("\n" + mode.key());
          for (Prediction p : list) {
            hash.add("\n" + p.face() + "\n" + p.subject() + "\n" + p.photo() + "\n" + p.label());
            bits.clear();
            bits.asFloatBuffer().put(p.probabilities());
            hash.add(bits.array());
          }
        });
    return hash.hex();
  }

  private static void check(
      PredictionsHeader header, CropMode mode, List<Prediction> list, List<Prediction> first) {
    int classes = header.run().classes().count();
    if (list.size() != first.size()) {
      throw new UsageException(
          "%s: %d predictions with crops %s, %d with others; score the run again"
              .formatted(header, list.size(), mode.key(), first.size()));
    }
    for (int i = 0; i < list.size(); i++) {
      Prediction prediction = list.get(i);
      if (prediction.face() != first.get(i).face()) {
        throw new UsageException(
            "%s: row %d is face %d with crops %s, face %d with others; score the run again"
                .formatted(header, i, prediction.face(), mode.key(), first.get(i).face()));
      }
      if (prediction.probabilities().length != classes) {
        throw new UsageException(
            ("%s: face %d has %d probabilities, %s has %d classes;"
                    + " they come from a model of another target")
                .formatted(
                    header,
                    prediction.face(),
                    prediction.probabilities().length,
                    header.run().target().key(),
                    classes));
      }
    }
  }
}
