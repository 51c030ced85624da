// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.CropShape;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.ProductShape;
import io.agegender.engine.shape.SolverStep;

/**
 * The operations that training is made of, on memory of the same maker. Blobs are NCHW, row-major.
 * An operation overwrites its target. Gradients begin with d. One thread at a time.
 *
 * <p>Pooling, normalisation, dropout, ReLU, biases, copies, sums of two blobs and the update
 * compute in float, in the order that {@code HostPrimitives} has, without fused multiply-add: their
 * bits are the same everywhere, but for an LRN whose beta is not 0.75. Convolutions, products, sums
 * of a bias's gradient and softmax differ in their last bits.
 */
public interface Primitives extends AutoCloseable {
  /** Memory of zeros. */
  Floats floats(long count);

  /** Memory of ints, 0. */
  Memory ints(int count);

  /** Memory of bytes, 0. */
  Memory bytes(int count);

  void upload(float[] from, Floats to);

  void upload(int[] from, Memory to);

  void upload(byte[] from, Memory to);

  /** A way for bytes into memory of so many bytes. */
  Inlet byteInlet(int count);

  /** A way for ints into memory of so many ints. */
  Inlet intInlet(int count);

  /** Waits for all operations before it. */
  void download(Floats from, float[] to);

  /**
   * Cuts crops out of records, subtracts the mean at the crop's place, then mirrors.
   *
   * @param records bytes (N, 3, side, side)
   * @param mean (3, side, side)
   * @param draws ints (N, 3): rows above the crop, columns left of it, 1 for a mirrored one or 0
   * @param out (N, 3, size, size)
   */
  void prepare(CropShape shape, Memory records, Floats mean, Memory draws, Floats out);

  void convolve(ConvolutionShape shape, Floats x, Floats weights, Floats y);

  void convolveData(ConvolutionShape shape, Floats weights, Floats dy, Floats dx);

  void convolveWeights(ConvolutionShape shape, Floats x, Floats dy, Floats dWeights);

  void multiply(ProductShape shape, Floats x, Floats weights, Floats y);

  void multiplyData(ProductShape shape, Floats weights, Floats dy, Floats dx);

  void multiplyWeights(ProductShape shape, Floats x, Floats dy, Floats dWeights);

  /** Adds a bias to each channel, then ReLU or not; what is not a number stays so. */
  void addBias(Planes shape, Floats bias, Floats y, boolean rectify);

  /** The sum of each channel over pictures and pixels. */
  void biasGradient(Planes shape, Floats dy, Floats dBias);

  /** What is not a number stays so. */
  void relu(Floats x, Floats y);

  /** dx is dy where y is above 0, otherwise 0; dx may be dy. */
  void reluBackward(Floats y, Floats dy, Floats dx);

  /**
   * The first of equal maxima is taken; its place in the input's plane is remembered. What is not a
   * number is larger than all.
   */
  void maxPool(PoolShape shape, Floats x, Floats y, Memory places);

  void maxPoolBackward(PoolShape shape, Floats dy, Memory places, Floats dx);

  /** Padding counts as 0, what lies beyond the padding does not count. */
  void averagePool(PoolShape shape, Floats x, Floats y);

  void averagePoolBackward(PoolShape shape, Floats dy, Floats dx);

  /**
   * @param scale s of the formula, for the backward pass
   */
  void lrn(LrnShape shape, Floats x, Floats y, Floats scale);

  void lrnBackward(LrnShape shape, Floats x, Floats y, Floats scale, Floats dy, Floats dx);

  /** Of activations or of their gradient. */
  void dropout(DropoutMask mask, Floats x, Floats y);

  void copyChannels(ChannelCopy shape, Floats from, Floats to);

  /** Adds one blob to another. */
  void add(Floats from, Floats to);

  void softmax(LossShape shape, Floats x, Floats probabilities);

  /**
   * Softmax, the loss of each row, weighted, and the gradient of their mean.
   *
   * @param labels ints (N): the right class
   * @param losses (N)
   */
  void softmaxLoss(
      LossShape shape, Floats x, Memory labels, Floats probabilities, Floats dx, Floats losses);

  void update(
      SolverStep step, Segments segments, Floats parameters, Floats velocities, Floats gradients);

  /** Gives all memory back. */
  @Override
  void close();
}
