// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.host.LrnKernel;
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
 * Local response normalisation across channels with Caffe's meaning: {@code y = x * s^-beta}, where
 * {@code s = k + (alpha / size)} times the sum of squares over {@code size} neighbouring channels
 * (Krizhevsky et al. 2012, section 3.3, has no division by the size). Input and output (N, C, H,
 * W), float.
 *
 * <p>The gradient is the true one. DL4J's own layer leaves a factor out of it and is off by 2 to 4
 * per cent once activations are large.
 */
public final class LocalResponseNorm extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int size;
  @JsonProperty private double alpha;
  @JsonProperty private double beta;

  /** Models that were saved before it was a setting do not have the field. */
  @JsonProperty private double k = 1;

  /** For Jackson. */
  LocalResponseNorm() {}

  /**
   * @param name name of the layer
   * @param factors the size, odd, is the channel itself and as many on either side
   */
  public LocalResponseNorm(String name, LrnKernel.Factors factors) {
    if (factors.size() < 1 || factors.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "layer %s: size %d; it must be odd and at least 1".formatted(name, factors.size()));
    }
    this.layerName = name;
    this.size = factors.size();
    this.alpha = factors.alpha();
    this.beta = factors.beta();
    this.k = factors.k();
  }

  /** Channels in the sum, weight of the mean square, exponent, and the constant. */
  public LrnKernel.Factors factors() {
    return new LrnKernel.Factors(size, alpha, beta, k);
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
        new LocalResponseNormLayer(conf, networkDataType),
        trainingListeners,
        layerIndex,
        layerParamsView,
        initializeParams);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(layerName, LocalResponseNorm.class, inputType, inputType)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LocalResponseNorm that
        && Objects.equals(layerName, that.layerName)
        && factors().equals(that.factors());
  }

  @Override
  public int hashCode() {
    return Objects.hash(layerName, factors());
  }
}
