// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The shape of an array in a Caffe file, outermost dimension first.
 *
 * @param dimensions the sizes, each at least 0
 * @param style how the file spells it
 */
public record BlobShape(List<Long> dimensions, Style style) {
  /** How a file spells a shape. */
  public enum Style {
    /** Any number of dimensions (a BlobShape message). */
    EXACT,
    /**
     * The four old fields num, channels, height and width. Fewer dimensions are filled up with ones
     * in front: a bias of 96 values is 1 x 1 x 1 x 96.
     */
    LEGACY
  }

  /** A shape as new files spell it. */
  public static BlobShape of(long... dimensions) {
    return new BlobShape(LongStream.of(dimensions).boxed().toList(), Style.EXACT);
  }

  /** The number of values. */
  public long count() {
    return dimensions.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Whether an array of this shape may be copied to one of the wanted shape, by Caffe's rule
   * (Blob::ShapeEquals): equal, or equal after a legacy shape's leading ones.
   */
  public boolean fits(long... wanted) {
    List<Long> other = LongStream.of(wanted).boxed().toList();
    if (style == Style.EXACT || wanted.length > dimensions.size()) {
      return dimensions.equals(other);
    }
    int ones = dimensions.size() - wanted.length;
    return dimensions.subList(0, ones).stream().allMatch(d -> d == 1)
        && dimensions.subList(ones, dimensions.size()).equals(other);
  }

  /** Such as {@code 96x3x7x7}. */
  @Override
  public String toString() {
    return dimensions.isEmpty() ? "scalar" : join(dimensions);
  }

  static String text(long... dimensions) {
    return join(Arrays.stream(dimensions).boxed().toList());
  }

  private static String join(List<Long> dimensions) {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
