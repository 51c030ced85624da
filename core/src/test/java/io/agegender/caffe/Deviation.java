// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far an array of ours is from Caffe's.
 *
 * @param name the layer or parameter
 * @param largest largest absolute difference over the largest absolute value of the scale
 * @param norm L2 norm of the difference over the L2 norm of the scale
 */
record Deviation(String name, double largest, double norm) {
  /**
   * @param scale what the difference is compared with, usually Caffe's array
   */
  static Deviation of(String name, INDArray ours, INDArray caffe, INDArray scale) {
    if (!Arrays.equals(ours.shape(), caffe.shape())) {
      throw new IllegalArgumentException(
          "%s: our shape is %s, Caffe's %s"
              .formatted(name, BlobShape.text(ours.shape()), BlobShape.text(caffe.shape())));
    }
    try (INDArray difference = ours.sub(caffe)) {
      return new Deviation(
          name,
          ratio(difference.amaxNumber(), scale.amaxNumber()),
          ratio(difference.norm2Number(), scale.norm2Number()));
    }
  }

  private static double ratio(Number difference, Number scale) {
    double d = difference.doubleValue();
    return d == 0 ? 0 : d / scale.doubleValue();
  }

  /** The entry with the largest single difference; not a number counts as the largest. */
  static Deviation worst(List<Deviation> all) {
    return all.stream().max(Comparator.comparingDouble(Deviation::largest)).orElseThrow();
  }

  /** The entry that is farthest as a whole; not a number counts as the farthest. */
  static Deviation worstByNorm(List<Deviation> all) {
    return all.stream().max(Comparator.comparingDouble(Deviation::norm)).orElseThrow();
  }
}
