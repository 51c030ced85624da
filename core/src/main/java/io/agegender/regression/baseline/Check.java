// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.baseline;

import io.agegender.foundation.hash.Sha256;
import io.agegender.regression.Deviation;
import io.agegender.regression.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a nightly run makes and compares with the baseline.
 *
 * @param name such as {@code dataset} or {@code train/age_net_definitions}
 * @param hashes SHA-256 of each of its parts, in an order that says what comes first
 * @param figures numbers by name, in an order that says what comes first; where the device scatters
 *     they are compared in place of the hashes
 * @param facts where it came from: settings, versions, machine
 * @param measures seconds and images per second; shown and followed, not compared
 * @param twin the check of the same nightly run that must have the same hashes: the undisturbed run
 *     of an interrupted one
 */
public record Check(
    String name,
    Map<String, String> hashes,
    Map<Measure, Double> figures,
    Map<String, String> facts,
    Map<Measure, Double> measures,
    Optional<String> twin) {
  public Check {
    hashes = ordered(hashes);
    figures = ordered(figures);
    facts = ordered(facts);
    measures = ordered(measures);
  }

  /** All hashes in one, hexadecimal. */
  public String hash() {
    StringBuilder text = new StringBuilder();
    hashes.forEach((part, hash) -> text.append(part).append('=').append(hash).append('\n'));
    return Sha256.of(text.toString());
  }

  /**
   * What differs from the same check made again: figures, then hashes, in the order of the check,
   * which says what comes first. With the same hashes nothing does.
   */
  List<Deviation> deviations(Check now) {
    List<Deviation> found = new ArrayList<>();
    if (!hashes.equals(now.hashes)) {
      found.addAll(Deviation.ofFigures(figures, now.figures));
      found.addAll(Deviation.ofHashes(hashes, now.hashes));
    }
    return found;
  }

  /** How long it took, seconds; 0 if that was not measured. */
  double seconds() {
    return measures.getOrDefault(Measure.Kind.SECONDS.whole(), 0.0);
  }

  /** The same with a further measure. */
  public Check with(Measure.Kind measure, double value) {
    Map<Measure, Double> more = new LinkedHashMap<>(measures);
    more.put(measure.whole(), value);
    return new Check(name, hashes, figures, facts, more, twin);
  }

  /** The same with figures. */
  public Check withFigures(Map<Measure, Double> values) {
    return new Check(name, hashes, values, facts, measures, twin);
  }

  /** The same under another name, tied to the check that it must equal. */
  public Check as(String other, String equal) {
    return new Check(other, hashes, figures, facts, measures, Optional.of(equal));
  }

  private static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
