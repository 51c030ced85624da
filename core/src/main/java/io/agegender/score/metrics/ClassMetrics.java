// SPDX-License-Identifier: Apache-2.0
package io.agegender.score.metrics;

import java.util.OptionalDouble;

/**
 * How well one class is told from the others. All values are fractions.
 *
 * @param label the class as the fold files spell it, such as {@code (25, 32)}
 * @param faces the number of faces of this class
 * @param precision hits / predictions of this class; empty if it was never predicted
 * @param recall hits / faces of this class; empty if there are none
 * @param f1 the harmonic mean of both, 2 hits / (predictions + faces); empty if there is neither
 */
public record ClassMetrics(
    String label, long faces, OptionalDouble precision, OptionalDouble recall, OptionalDouble f1) {

  static ClassMetrics of(ConfusionMatrix confusion, int index) {
    long hits = confusion.count(index, index);
    long predictions = confusion.predicted(index);
    long faces = confusion.labelled(index);
    return new ClassMetrics(
        confusion.classes().labels().get(index),
        faces,
        share(hits, predictions),
        share(hits, faces),
        share(2 * hits, predictions + faces));
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
