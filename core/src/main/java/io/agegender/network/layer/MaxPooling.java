// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.PoolingShape;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum over windows, with DL4J's settings and meaning: padding is never the maximum, and of
 * equal values the first, row by row, gets the gradient. Input and output (N, C, H, W), float.
 *
 * <p>DL4J's own layer looks for the maxima a second time in the backward pass. This one remembers
 * where they were.
 */
public final class MaxPooling extends SubsamplingLayer implements PoolingSettings {
  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  MaxPooling() {}

  /**
   * A layer with square windows.
   *
   * @param settings kernel, stride, padding and mode
   */
  public MaxPooling(SubsamplingLayer.Builder settings) {
    super(settings.poolingType(PoolingType.MAX));
  }

  @Override
  public PoolingShape pooled(long[] input) {
    return new PoolingShape(
        input[0],
        input[1],
        PoolingShape.Axis.of(convolutionMode, input[2], kernelSize[0], stride[0], padding[0]),
        PoolingShape.Axis.of(convolutionMode, input[3], kernelSize[1], stride[1], padding[1]));
  }

  @Override
  public Kernels.Pooling kernelOf(PoolingShape shape) {
    return Kernels.ofThisJvm().maxPooling(shape);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    return Instances.ready(
        new PoolingLayer<MaxPooling>(conf, networkDataType),
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaxPooling && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
