// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a number in a comparison or in the history is. As a text it is its name in files.
 *
 * @param kind what is measured
 * @param of of which iteration, layer, crop mode or check; empty: of the whole
 */
public record Measure(Kind kind, String of) {

  /** What is measured. */
  public enum Kind {
    /** Images of the round that ends with an iteration. */
    IMAGES("images to iteration ", ""),
    /** Learning rate of the round that ends with an iteration. */
    LEARNING_RATE("learning rate to iteration ", ""),
    /** Mean loss of the round that ends with an iteration, in nats. */
    LOSS("loss to iteration ", ""),
    /** L2 norm of a layer's parameters. */
    NORM("norm of ", ""),
    /** Relative L2 difference of a layer's parameters. */
    PARAMETERS("parameters of ", ""),
    /** Mean accuracy of a configuration over its folds, a fraction. */
    MEAN_ACCURACY("accuracy of ", ""),
    /** Accuracy with a crop mode, a fraction. */
    ACCURACY("", " accuracy"),
    /** Mean probability of the true class with a crop mode. */
    TRUTH("", " mean probability of the truth"),
    /** Largest difference of a probability. */
    PROBABILITIES("predictions of ", ""),
    /** Wall-clock time, seconds. */
    SECONDS("seconds of ", ""),
    /** Training speed, images per second. */
    RATE("images-per-second of ", ""),
    /** The most resident memory of the driver's process, bytes. */
    RESIDENT("peak-resident-bytes of ", ""),
    /** A SHA-256, which has no distance: the figures beside it tell how far apart two are. */
    HASH("sha256 of ", "");

    private final String before;
    private final String after;

    Kind(String before, String after) {
      this.before = before;
      this.after = after;
    }

    /** The measure of the whole. */
    public Measure whole() {
      return new Measure(this, "");
    }

    /** The measure of a part. */
    public Measure of(Object part) {
      return new Measure(this, part.toString());
    }

    private Optional<Measure> parse(String name) {
      if (name.equals(whole().toString())) {
        return Optional.of(whole());
      }
      int length = name.length() - before.length() - after.length();
      return length > 0 && name.startsWith(before) && name.endsWith(after)
          ? Optional.of(of(name.substring(before.length(), before.length() + length)))
          : Optional.empty();
    }
  }

  /** The measure with a name; empty if it is not one. */
  public static Optional<Measure> parse(String name) {
    return Arrays.stream(Kind.values()).flatMap(kind -> kind.parse(name).stream()).findFirst();
  }

  @Override
  public String toString() {
    String name = kind.before + of + kind.after;
    return of.isEmpty() ? name.replaceFirst(" of $", "") : name;
  }
}
