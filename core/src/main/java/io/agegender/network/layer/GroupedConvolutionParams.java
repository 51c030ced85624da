// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Parameters of a {@link GroupedConvolution}, flattened as DL4J does for convolutions: first the
 * bias, then the weights (nOut, nIn / groups, kH, kW) in row-major order, which is Caffe's order.
 */
final class GroupedConvolutionParams extends ConvolutionParamInitializer {
  static final GroupedConvolutionParams INSTANCE = new GroupedConvolutionParams();

  @Override
  public long numParams(Layer layer) {
    GroupedConvolution conf = (GroupedConvolution) layer;
    long weights = 1;
    for (long size : weightShape(conf)) {
      weights *= size;
    }
    return conf.getNOut() + weights;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    GroupedConvolution layer = (GroupedConvolution) conf.getLayer();
    Map<String, INDArray> params = split(layer, paramsView);
    if (initializeParams) {
      long[] shape = weightShape(layer);
      double fanIn = (double) shape[1] * shape[2] * shape[3];
      double fanOut = (double) shape[0] / layer.groups() * shape[2] * shape[3];
      params.get(BIAS_KEY).assign(layer.getBiasInit());
      layer.getWeightInitFn().init(fanIn, fanOut, shape, 'c', params.get(WEIGHT_KEY).reshape(-1));
    }
    conf.addVariable(WEIGHT_KEY);
    conf.addVariable(BIAS_KEY);
    return Collections.synchronizedMap(params);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return split((GroupedConvolution) conf.getLayer(), gradientView);
  }

  private static Map<String, INDArray> split(GroupedConvolution conf, INDArray flat) {
    INDArray row = flat.reshape(flat.length());
    long nOut = conf.getNOut();
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(BIAS_KEY, row.get(NDArrayIndex.interval(0, nOut)));
    views.put(
        WEIGHT_KEY,
        row.get(NDArrayIndex.interval(nOut, row.length())).reshape('c', weightShape(conf)));
    return views;
  }

  private static long[] weightShape(GroupedConvolution conf) {
    int[] kernel = conf.getKernelSize();
    return new long[] {conf.getNOut(), conf.getNIn() / conf.groups(), kernel[0], kernel[1]};
  }
}
