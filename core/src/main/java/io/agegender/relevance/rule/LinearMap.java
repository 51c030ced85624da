// SPDX-License-Identifier: Apache-2.0
package io.agegender.relevance.rule;

import java.util.Arrays;

/**
 * A convolution or an inner product as relevance sees it: a sparse matrix of weights from the
 * inputs of a layer to its outputs. Connections to padding do not exist. Not thread-safe.
 */
public interface LinearMap {
  /** Inputs of one picture: C x H x W. */
  int inputs();

  /** Outputs of one picture. */
  int outputs();

  /** Sum over i of part(w_ij) x_i, an array of {@link #outputs()}; no bias. */
  float[] forward(float[] x, WeightPart part);

  /** Sum over j of part(w_ij) q_j, an array of {@link #inputs()}. */
  float[] backward(float[] q, WeightPart part);

  /** The bias of an output, 0 where the layer has none. */
  float bias(int output);

  /**
   * The bias that the LRP Toolbox for Caffe takes in its alpha-beta rule: it counts outputs inside
   * a group and so takes those of the first group for every group.
   */
  float firstGroupBias(int output);

  /** Input channels of a group; 1 for an inner product. */
  int groupChannels();

  /** Rows times columns of the kernel; for an inner product the number of inputs. */
  int kernelArea();

  /** Sum of squared weights over the whole kernel, that over padding included, one per output. */
  double[] kernelSquares();

  /** How many inputs an output is connected to, padding left out. */
  default float[] connections() {
    float[] ones = new float[inputs()];
    Arrays.fill(ones, 1);
    return forward(ones, WeightPart.ONE);
  }
}
