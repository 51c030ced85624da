package io.agegender.regression.baseline;

import io.agegender.foundation.hash.Sha256;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a night makes and compares with the baseline.
 *
 * @param name such as {@code dataset} or {@code train/age_net_definitions}
 * @param hashes SHA-256 of each of its parts, in an order that says what comes first
 * @param figures numbers by name, in an order that says what comes first; where the device scatters
 *     they are compared in place of the hashes
 * @param facts where it came from: settings, versions, machine
 * @param measures seconds and images per second; shown and followed, not compared
 * @param twin the check of the same night that must have the same hashes: the undisturbed run of an
 *     interrupted one
 */
public record Check(
    String name,
    Map<String, String> hashes,
    Map<String, Double> figures,
    Map<String, String> facts,
    Map<String, Double> measures,
    Optional<String> twin) {
  /** Wall-clock time, seconds. */
  public static final String SECONDS = "seconds";

  /** Training speed, images per second. */
  public static final String RATE = "images-per-second";

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

  /** The same with a further measure. */
  public Check with(String measure, double value) {
    Map<String, Double> more = new LinkedHashMap<>(measures);
    more.put(measure, value);
    return new Check(name, hashes, figures, facts, more, twin);
  }

  /** The same with figures. */
  public Check withFigures(Map<String, Double> values) {
    return new Check(name, hashes, values, facts, measures, twin);
  }

  /** The same under another name, tied to the check that it must equal. */
  public Check as(String other, String equal) {
    return new Check(other, hashes, figures, facts, measures, Optional.of(equal));
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
