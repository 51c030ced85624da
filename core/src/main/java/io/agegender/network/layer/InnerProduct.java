// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fully connected layer with ReLU or without. Input (N, nIn), weights W (nIn, nOut) in column-major
 * order, bias b (nOut), output (N, nOut), all float. Flattened, the weights lie as Caffe's (nOut,
 * nIn) do; in DL4J's parameter vector they come before the bias.
 *
 * <p>DL4J's {@code DenseLayer} computes its forward pass a second time in the backward pass, which
 * for VGG16's first such layer means to read 411 MB of weights once more. This one keeps its output
 * instead.
 */
public final class InnerProduct extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  /** For Jackson. */
  InnerProduct() {}

  private InnerProduct(Builder builder) {
    super(builder);
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
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
        new InnerProductLayer(conf, networkDataType),
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    InputType outputType = getOutputType(-1, inputType);
    long params = initializer().numParams(this);
    return new LayerMemoryReport.Builder(layerName, InnerProduct.class, inputType, outputType)
        .standardMemory(params, getIUpdater().stateSize(params))
        .workingMemory(0, 0, 0, outputType.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  /** Builds the layer. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    @Override
    // DL4J declares the result so.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new InnerProduct(this);
    }
  }
}
