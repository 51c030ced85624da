// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a network says about one entry of a split list with one crop mode. A face that is listed
 * twice has two predictions.
 *
 * @param face the face's row number in the dataset's index
 * @param subject the subject's number as the fold files spell it; unique over the dataset
 * @param photo the photo's file name; with the subject it names the face in both alignments
 * @param label the true class, 0-based
 * @param probabilities one per class, each in 0..1; the array is not copied and must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; a copy per face is too dear
public record Prediction(int face, String subject, String photo, int label, float[] probabilities)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the face is negative, the label has no probability, or one
   *     is not in 0..1
   */
  public Prediction {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(photo);
    if (face < 0) {
      throw new IllegalArgumentException("face %d is below 0".formatted(face));
    }
    if (label < 0 || label >= probabilities.length) {
      throw new IllegalArgumentException(
          "face %d: label %d is outside the %d classes"
              .formatted(face, label, probabilities.length));
    }
    for (float p : probabilities) {
      // Written so that NaN fails, too. Sums of ten softmax values may pass 1 by rounding.
      if (!(p >= 0 && p <= 1.00001f)) {
        throw new IllegalArgumentException(
            "face %d: %s are not probabilities".formatted(face, Arrays.toString(probabilities)));
      }
    }
  }

  /** The most probable class; of equal ones the first, as numpy's argmax. */
  public int predicted() {
    return argmax(probabilities);
  }

  static int argmax(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prediction that
        && face == that.face
        && label == that.label
        && subject.equals(that.subject)
        && photo.equals(that.photo)
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(face, subject, photo, label, Arrays.hashCode(probabilities));
  }
}
