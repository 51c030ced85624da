// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import io.agegender.adience.ClassLabels;
import io.agegender.score.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is left of the predictions of one test set with one crop mode when the probabilities are
 * dropped: 10 bytes a row, so that hundreds of runs fit in memory. Immutable; rows are in the order
 * of the predictions.
 */
public final class Outcomes {
  private final ClassLabels classes;
  private final int[] faces;
  private final int[] subjects;
  private final byte[] truths;
  private final byte[] predictions;

  private Outcomes(
      ClassLabels classes, int[] faces, int[] subjects, byte[] truths, byte[] predictions) {
    this.classes = classes;
    this.faces = faces;
    this.subjects = subjects;
    this.truths = truths;
    this.predictions = predictions;
  }

  /**
   * @param names numbers subjects and faces; outcomes to be compared must share one
   * @throws IllegalArgumentException if a prediction has another number of classes than there are
   */
  public static Outcomes of(ClassLabels classes, List<Prediction> predictions, Names names) {
    int rows = predictions.size();
    Outcomes outcomes =
        new Outcomes(classes, new int[rows], new int[rows], new byte[rows], new byte[rows]);
    for (int row = 0; row < rows; row++) {
      outcomes.set(row, predictions.get(row), names);
    }
    return outcomes;
  }

  private void set(int row, Prediction prediction, Names names) {
    if (prediction.probabilities().length != classes.count()) {
      throw new IllegalArgumentException(
          "face %d has %d probabilities, %s has %d classes"
              .formatted(
                  prediction.face(),
                  prediction.probabilities().length,
                  classes.target().key(),
                  classes.count()));
    }
    faces[row] = names.face(prediction.subject(), prediction.photo());
    subjects[row] = names.subject(prediction.subject());
    truths[row] = (byte) prediction.label();
    predictions[row] = (byte) prediction.predicted();
  }

  /** What was told apart. */
  public ClassLabels classes() {
    return classes;
  }

  /** The number of predictions, duplicate rows included. */
  public int rows() {
    return faces.length;
  }

  /** Of every row; a face that is listed twice counts twice, as published. */
  public ConfusionMatrix confusion() {
    return count(all());
  }

  /** Of distinct faces: of rows of the same face the first alone counts. */
  public ConfusionMatrix distinctConfusion() {
    return count(distinct());
  }

  /**
   * Rows and hits of each subject, for resampling; subjects in order of their first row.
   *
   * @param tolerance how many classes from the truth a prediction may be to count as a hit
   */
  public List<SubjectTally> tallies(int tolerance) {
    int count = Arrays.stream(subjects).max().orElse(-1) + 1;
    int[] rows = new int[count];
    int[] hits = new int[count];
    for (int i = 0; i < faces.length; i++) {
      rows[subjects[i]]++;
      hits[subjects[i]] += Math.abs(predictions[i] - truths[i]) <= tolerance ? 1 : 0;
    }
    List<SubjectTally> tallies = new ArrayList<>();
    for (int i = 0; i < faces.length; i++) {
      int subject = subjects[i];
      if (rows[subject] > 0) {
        tallies.add(new SubjectTally(rows[subject], hits[subject]));
        rows[subject] = 0;
      }
    }
    return tallies;
  }

  /** By face number: which distinct faces were there, and which of them were hit. */
  FaceHits faceHits() {
    BitSet present = new BitSet();
    BitSet hit = new BitSet();
    BitSet first = distinct();
    for (int i = first.nextSetBit(0); i >= 0; i = first.nextSetBit(i + 1)) {
      present.set(faces[i]);
      hit.set(faces[i], predictions[i] == truths[i]);
    }
    return new FaceHits(present, hit);
  }

  private BitSet all() {
    BitSet rows = new BitSet(faces.length);
    rows.set(0, faces.length);
    return rows;
  }

  private BitSet distinct() {
    BitSet rows = new BitSet(faces.length);
    BitSet seen = new BitSet();
    for (int i = 0; i < faces.length; i++) {
      if (!seen.get(faces[i])) {
        seen.set(faces[i]);
        rows.set(i);
      }
    }
    return rows;
  }

  private ConfusionMatrix count(BitSet rows) {
    long[][] counts = new long[classes.count()][classes.count()];
    rows.stream().forEach(i -> counts[predictions[i]][truths[i]]++);
    return ConfusionMatrix.of(classes, counts);
  }

  /**
   * @param rows how many predictions a subject has
   * @param hits how many of them were right
   */
  public record SubjectTally(int rows, int hits) {}

  /**
   * @param present face numbers that were scored
   * @param hit those of them that were classified rightly
   */
  record FaceHits(BitSet present, BitSet hit) {}
}
