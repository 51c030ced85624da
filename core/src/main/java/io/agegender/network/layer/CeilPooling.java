// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.Window;
import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.PoolingShape;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Pooling whose last window reaches over the edge of its input, as Caffe does it
 * (pooling_layer.cpp): the size of the output is rounded up; padding is never the maximum, counts
 * as 0 in a mean, and what lies beyond it does not count. No mode of DL4J divides such a mean by
 * the part of the window that counts. Input and output (N, C, H, W), float, square.
 */
public final class CeilPooling extends NoParamLayer implements PoolingSettings {
  private static final long serialVersionUID = 1L;

  @JsonProperty private boolean maximum;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;
  @JsonProperty private int pad;

  /** For Jackson. */
  CeilPooling() {}

  /** A layer that does what a definition says. */
  public CeilPooling(Pooling pooling) {
    this.layerName = pooling.name();
    this.maximum = pooling.method() == Pooling.Method.MAX;
    this.kernel = pooling.window().kernel();
    this.stride = pooling.window().stride();
    this.pad = pooling.window().pad();
  }

  private Window window() {
    return new Window(kernel, stride, pad);
  }

  @Override
  public PoolingShape pooled(long[] input) {
    return new PoolingShape(
        input[0],
        input[1],
        PoolingShape.Axis.of(window(), Math.toIntExact(input[2])),
        PoolingShape.Axis.of(window(), Math.toIntExact(input[3])));
  }

  @Override
  public Kernels.Pooling kernelOf(PoolingShape shape) {
    return maximum
        ? Kernels.ofThisJvm().maxPooling(shape)
        : Kernels.ofThisJvm().averagePooling(shape);
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
        new PoolingLayer<CeilPooling>(conf, networkDataType),
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputType.InputTypeConvolutional in = (InputType.InputTypeConvolutional) inputType;
    return InputType.convolutional(
        window().ceilSize(Math.toIntExact(in.getHeight())),
        window().ceilSize(Math.toIntExact(in.getWidth())),
        in.getChannels());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(
            layerName, CeilPooling.class, inputType, getOutputType(0, inputType))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CeilPooling that
        && Objects.equals(layerName, that.layerName)
        && maximum == that.maximum
        && window().equals(that.window());
  }

  @Override
  public int hashCode() {
    return Objects.hash(layerName, maximum, window());
  }
}
