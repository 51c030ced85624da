package io.agegender.network.layer;

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
 * {@code s = 1 + (alpha / size)} times the sum of squares over {@code size} neighbouring channels
 * (Krizhevsky et al. 2012, section 3.3, has no division by the size and another constant). Input
 * and output (N, C, H, W), float.
 *
 * <p>The gradient is the true one. DL4J's own layer leaves a factor out of it and is off by 2 to 4
 * per cent once activations are large.
 */
public final class LocalResponseNorm extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int size;
  @JsonProperty private double alpha;
  @JsonProperty private double beta;

  /** For Jackson. */
  LocalResponseNorm() {}

  /**
   * @param name name of the layer
   * @param size channels in the sum, odd: the channel itself and as many on either side
   * @param alpha weight of the mean square
   * @param beta exponent
   */
  public LocalResponseNorm(String name, int size, double alpha, double beta) {
    if (size < 1 || size % 2 == 0) {
      throw new IllegalArgumentException(
          "layer %s: size %d; it must be odd and at least 1".formatted(name, size));
    }
    this.layerName = name;
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
  }

  /** Channels in the sum. */
  public int size() {
    return size;
  }

  /** Weight of the mean square. */
  public double alpha() {
    return alpha;
  }

  /** The exponent. */
  public double beta() {
    return beta;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LocalResponseNormLayer layer = new LocalResponseNormLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
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
        && size == that.size
        && Double.compare(alpha, that.alpha) == 0
        && Double.compare(beta, that.beta) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(layerName, size, alpha, beta);
  }
}
