package io.agegender.network;

import io.agegender.network.definition.Weights;
import io.agegender.network.layer.GroupedConvolution;
import io.agegender.network.layer.InnerProduct;
import io.agegender.network.layer.LocalResponseNorm;
import io.agegender.network.layer.MaxPooling;
import io.agegender.network.solver.HeavyBall;
import io.agegender.network.solver.SolverSettings;
import io.agegender.network.solver.WeightDecay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Builds a ComputationGraph out of Caffe's layers, with Caffe's names. It follows the shape of
 * every blob itself and so needs no input types; input (N, 3, S, S) named {@code data}.
 *
 * <p>ReLU is part of the layer before it, as Caffe computes it in place, and dropout part of the
 * layer after it.
 */
final class CaffeGraph {
  private static final String DATA = "data";

  /** Caffe's log of a probability takes at least this (FLT_MIN); DL4J's default is 1e-10. */
  private static final double SMALLEST_PROBABILITY = Float.MIN_NORMAL;

  /** Shape of a blob without the batch: pictures of this size, or a flat row of channels. */
  private record Blob(int channels, int size, boolean flat) {
    static Blob pictures(int channels, int size) {
      return new Blob(channels, size, false);
    }

    static Blob row(int channels) {
      return new Blob(channels, 1, true);
    }
  }

  private final SolverSettings solver;
  private final ComputationGraphConfiguration.GraphBuilder graph;
  private final Map<String, Blob> blobs = new HashMap<>();
  private final List<String> outputs = new ArrayList<>();

  CaffeGraph(int inputSize, SolverSettings solver, long seed) {
    this.solver = solver;
    this.graph = new NeuralNetConfiguration.Builder().seed(seed).graphBuilder().addInputs(DATA);
    blobs.put(DATA, Blob.pictures(3, inputSize));
  }

  /** Convolution with ReLU. */
  CaffeGraph convolution(String name, String bottom, Weights weights) {
    Blob in = blob(bottom);
    GroupedConvolution.Builder layer =
        new GroupedConvolution.Builder(weights.kernel())
            .stride(weights.stride())
            .padding(weights.pad())
            .groups(weights.groups())
            .nIn(in.channels());
    if (bottom.equals(DATA)) {
      layer.first();
    }
    long fanIn = (long) in.channels() / weights.groups() * weights.kernel() * weights.kernel();
    graph.addLayer(name, learning(layer, weights, fanIn).build(), bottom);
    int size = (in.size() + 2 * weights.pad() - weights.kernel()) / weights.stride() + 1;
    blobs.put(name, Blob.pictures(weights.outputs(), size));
    return this;
  }

  /** Fully connected layer; it flattens pictures in the order channel, row, column. */
  CaffeGraph innerProduct(String name, String bottom, Weights weights) {
    Blob in = blob(bottom);
    int inputs = in.channels() * in.size() * in.size();
    FeedForwardLayer layer =
        learning(new InnerProduct.Builder().nIn(inputs), weights, inputs).build();
    if (in.flat()) {
      graph.addLayer(name, layer, bottom);
    } else {
      InputPreProcessor flatten =
          new CnnToFeedForwardPreProcessor(in.size(), in.size(), in.channels());
      graph.addLayer(name, layer, flatten, bottom);
    }
    blobs.put(name, Blob.row(weights.outputs()));
    return this;
  }

  /** Maximum over a window without padding; Caffe rounds the output size up. */
  CaffeGraph maxPool(String name, String bottom, int kernel, int stride) {
    return pool(name, bottom, PoolingType.MAX, kernel, stride, 0);
  }

  /** Maximum over a window with stride 1 that keeps the size; padding is never the maximum. */
  CaffeGraph maxPoolSame(String name, String bottom, int kernel) {
    return pool(name, bottom, PoolingType.MAX, kernel, 1, kernel / 2);
  }

  /** Mean over a window without padding. */
  CaffeGraph averagePool(String name, String bottom, int kernel, int stride) {
    return pool(name, bottom, PoolingType.AVG, kernel, stride, 0);
  }

  /** Local response normalisation over 5 channels with alpha 1e-4 and beta 0.75. */
  CaffeGraph lrn(String name, String bottom) {
    graph.addLayer(name, new LocalResponseNorm(name, 5, 1e-4, 0.75), bottom);
    blobs.put(name, blob(bottom));
    return this;
  }

  /** Joins channels. */
  CaffeGraph concat(String name, String... bottoms) {
    graph.addVertex(name, new MergeVertex(), bottoms);
    int channels = Stream.of(bottoms).mapToInt(bottom -> blob(bottom).channels()).sum();
    blobs.put(name, Blob.pictures(channels, blob(bottoms[0]).size()));
    return this;
  }

  /** Softmax and its cross entropy, the mean over the batch: the main output of the network. */
  CaffeGraph softmaxLoss(String name, String bottom) {
    outputs.add(0, name);
    return loss(name, bottom, new LossMCXENT(SMALLEST_PROBABILITY, null));
  }

  /** A further output, whose loss counts with a weight. */
  CaffeGraph auxiliaryLoss(String name, String bottom, double weight) {
    outputs.add(name);
    INDArray weights = Nd4j.valueArrayOf(new long[] {1, blob(bottom).channels()}, (float) weight);
    return loss(name, bottom, new LossMCXENT(SMALLEST_PROBABILITY, weights));
  }

  private CaffeGraph loss(String name, String bottom, LossMCXENT loss) {
    graph.addLayer(
        name, new LossLayer.Builder(loss).activation(Activation.SOFTMAX).build(), bottom);
    return this;
  }

  /**
   * The configuration. Its parameters lie in DL4J's order, a walk by breadth, which for a chain is
   * the order of the layers. It could be set, but {@code ComputationGraphConfiguration.clone()}
   * forgets it and would then read the parameters in another order.
   */
  ComputationGraphConfiguration build() {
    return graph.setOutputs(outputs.toArray(String[]::new)).build();
  }

  private CaffeGraph pool(
      String name, String bottom, PoolingType type, int kernel, int stride, int pad) {
    Blob in = blob(bottom);
    int span = in.size() + 2 * pad - kernel;
    SubsamplingLayer.Builder layer =
        new SubsamplingLayer.Builder(type)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .padding(pad, pad)
            .avgPoolIncludePadInDivisor(true);
    if (span % stride == 0) {
      layer.convolutionMode(ConvolutionMode.Truncate);
    } else if (type == PoolingType.MAX
        && pad == 0
        && kernel == stride + 1
        && span % stride == stride - 1) {
      // Caffe rounds up and cuts the last window off at the edge. "Same" does that when the size is
      // a multiple of the stride: one pixel of padding in all, and DL4J puts it behind.
      layer.convolutionMode(ConvolutionMode.Same);
    } else {
      throw new IllegalArgumentException(
          "layer %s: no DL4J mode pools %dx%d with kernel %d, stride %d, padding %d as Caffe does"
              .formatted(name, in.size(), in.size(), kernel, stride, pad));
    }
    graph.addLayer(name, type == PoolingType.MAX ? new MaxPooling(layer) : layer.build(), bottom);
    blobs.put(name, Blob.pictures(in.channels(), (span + stride - 1) / stride + 1));
    return this;
  }

  private <T extends FeedForwardLayer.Builder<T>> T learning(T layer, Weights weights, long fanIn) {
    layer
        .nOut(weights.outputs())
        .activation(weights.rectified() ? Activation.RELU : Activation.IDENTITY)
        .weightInit(Fillers.weightInit(weights.filler(), fanIn))
        .biasInit(weights.bias())
        .updater(updater(weights.weightRate()))
        .biasUpdater(updater(weights.biasRate()));
    // Biases have no decay: DL4J's default for them is no regularisation.
    layer.regularization(List.of(new WeightDecay(solver.weightDecay())));
    if (weights.dropInput() > 0) {
      layer.dropOut(1 - weights.dropInput());
    }
    return layer;
  }

  private IUpdater updater(double multiplier) {
    return new HeavyBall(solver.schedule(multiplier), solver.momentum());
  }

  private Blob blob(String name) {
    Blob blob = blobs.get(name);
    if (blob == null) {
      throw new IllegalArgumentException("no layer '" + name + "' before this one");
    }
    return blob;
  }
}
