// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.io.Serializable;

/** Caffe's fillers: how first weights and biases are made. */
public sealed interface Filler extends Serializable {
  /** What Caffe fills in where a definition names no filler. */
  Filler DEFAULT = new Constant(0);

  /** The same value everywhere. */
  record Constant(double value) implements Filler {}

  /** Normal around 0. */
  record Gaussian(double standardDeviation) implements Filler {}

  /**
   * Uniform in +-sqrt(3 / fan-in); fan-in is the inputs of one output. A {@code std} that stands
   * beside {@code xavier} in a definition has no effect in Caffe.
   */
  record Xavier() implements Filler {}
}
