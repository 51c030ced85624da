// SPDX-License-Identifier: Apache-2.0
package io.agegender.network;

import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.Filler;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.Softmax;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import io.agegender.network.definition.Parameters;
import io.agegender.network.definition.ResolvedLayer;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.Window;
import io.agegender.network.kernel.host.LrnKernel;
import io.agegender.network.layer.CeilPooling;
import io.agegender.network.layer.GroupedConvolution;
import io.agegender.network.layer.InnerProduct;
import io.agegender.network.layer.LocalResponseNorm;
import io.agegender.network.layer.MaxPooling;
import io.agegender.network.solver.CaffeMomentum;
import io.agegender.network.solver.SolverSettings;
import io.agegender.network.solver.WeightDecay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Builds DL4J's ComputationGraph out of a network's definition. A vertex bears the name of its
 * layer. ReLU becomes a part of the layer before it, and dropout of the fully connected layer after
 * it, where nobody else reads the blob between them.
 */
final class CaffeGraph {
  /** Caffe's log of a probability takes at least this (FLT_MIN); DL4J's default is 1e-10. */
  private static final double SMALLEST_PROBABILITY = Float.MIN_NORMAL;

  private final ResolvedNetwork network;
  private final SolverSettings solver;
  private final ComputationGraphConfiguration.GraphBuilder graph;
  private final Map<String, ResolvedLayer> layers = new HashMap<>();

  /** The vertex that gives what a layer made, or the input's blob. */
  private final Map<String, String> vertices = new HashMap<>();

  private CaffeGraph(ResolvedNetwork network, SolverSettings solver, long seed) {
    this.network = network;
    this.solver = solver;
    String data = network.definition().input().data();
    this.graph = new NeuralNetConfiguration.Builder().seed(seed).graphBuilder().addInputs(data);
    vertices.put(data, data);
    network.layers().forEach(layer -> layers.put(layer.name(), layer));
    network.layers().forEach(this::add);
    graph.setOutputs(
        network.heads().stream().map(ResolvedNetwork.Head::layer).toArray(String[]::new));
  }

  /**
   * The configuration. Its parameters lie in DL4J's order, a walk by breadth, which for a chain is
   * the order of the layers. It could be set, but {@code ComputationGraphConfiguration.clone()}
   * forgets it and would then read the parameters in another order.
   */
  static ComputationGraphConfiguration of(
      ResolvedNetwork network, SolverSettings solver, long seed) {
    return new CaffeGraph(network, solver, seed).graph.build();
  }

  private void add(ResolvedLayer layer) {
    LayerDefinition definition = layer.definition();
    String name = layer.name();
    if (isPartOfAnother(layer)) {
      vertices.put(name, vertices.get(layer.sources().get(0)));
      return;
    }
    vertices.put(name, name);
    BlobShape in = layer.inputs().get(0);
    if (definition instanceof Concat) {
      graph.addVertex(
          name,
          new MergeVertex(),
          layer.sources().stream().map(vertices::get).toArray(String[]::new));
    } else if (definition instanceof Convolution convolution) {
      add(layer, convolution(layer, convolution));
    } else if (definition instanceof LayerDefinition.InnerProduct product) {
      add(layer, learning(new InnerProduct.Builder().nIn(in.count()), layer, product).build());
    } else if (definition instanceof Pooling pooling) {
      pooling(layer, pooling, in);
    } else if (definition instanceof LayerDefinition.LocalResponseNorm lrn) {
      add(
          layer,
          new LocalResponseNorm(
              name, new LrnKernel.Factors(lrn.size(), lrn.alpha(), lrn.beta(), lrn.k())));
    } else if (definition instanceof Relu) {
      add(layer, new ActivationLayer.Builder().activation(Activation.RELU).build());
    } else if (definition instanceof Dropout dropout) {
      add(layer, new DropoutLayer.Builder(1 - dropout.ratio()).build());
    } else if (definition instanceof SoftmaxLoss loss) {
      add(layer, loss(loss.weight(), in.channels()));
    } else if (definition instanceof Softmax) {
      add(layer, loss(1, in.channels()));
    }
  }

  /** Rows come out of fully connected layers alone; these and losses take nothing else. */
  private void add(ResolvedLayer layer, Layer conf) {
    BlobShape in = layer.inputs().get(0);
    String source = vertices.get(layer.sources().get(0));
    boolean takesRows = conf instanceof InnerProduct || conf instanceof LossLayer;
    if (takesRows && !in.flat()) {
      graph.addLayer(
          layer.name(),
          conf,
          new CnnToFeedForwardPreProcessor(in.size(), in.size(), in.channels()),
          source);
    } else {
      graph.addLayer(layer.name(), conf, source);
    }
  }

  private boolean isPartOfAnother(ResolvedLayer layer) {
    if (layer.definition() instanceof Relu) {
      ResolvedLayer before = layers.get(layer.sources().get(0));
      return before != null && isRectified(before);
    }
    return layer.definition() instanceof Dropout
        && onlyReader(layer.name()) instanceof LayerDefinition.InnerProduct;
  }

  private boolean isRectified(ResolvedLayer layer) {
    return layer.definition() instanceof Learning && onlyReader(layer.name()) instanceof Relu;
  }

  /** The layer that reads what another made; null if several do. */
  private LayerDefinition onlyReader(String source) {
    List<ResolvedLayer> readers = network.readers(source);
    return readers.size() == 1 ? readers.get(0).definition() : null;
  }

  private Layer convolution(ResolvedLayer layer, Convolution convolution) {
    GroupedConvolution.Builder conf =
        new GroupedConvolution.Builder(convolution.window().kernel())
            .stride(convolution.window().stride())
            .padding(convolution.window().pad())
            .groups(convolution.groups())
            .nIn(layer.inputs().get(0).channels());
    String source = layer.sources().get(0);
    if (!layers.containsKey(source) && network.readers(source).size() == 1) {
      // DL4J adds up the gradients of several readers and takes no absent one.
      conf.first();
    }
    return learning(conf, layer, convolution).build();
  }

  private void pooling(ResolvedLayer layer, Pooling pooling, BlobShape in) {
    Window window = pooling.window();
    String source = vertices.get(layer.sources().get(0));
    boolean max = pooling.method() == Pooling.Method.MAX;
    if (reachesOver(window, in)) {
      graph.addLayer(
          layer.name(), max ? overlapping(pooling, in) : new CeilPooling(pooling), source);
    } else if (max) {
      graph.addLayer(
          layer.name(),
          new MaxPooling(settings(PoolingType.MAX, window, ConvolutionMode.Truncate)),
          source);
    } else {
      if (window.pad() > 0) {
        // DL4J's oneDNN helper spreads the gradient of a padded mean wrongly: pad in a vertex of
        // its own. Padding counts in the mean, so that this is the same.
        String padded = layer.name() + "/padding";
        while (layers.containsKey(padded)) {
          padded += "'";
        }
        graph.addLayer(
            padded, new ZeroPaddingLayer.Builder(window.pad(), window.pad()).build(), source);
        source = padded;
      }
      graph.addLayer(
          layer.name(),
          settings(PoolingType.AVG, window.pad(0), ConvolutionMode.Truncate).build(),
          source);
    }
  }

  /** Whether the last window ends behind the input and its padding. */
  private static boolean reachesOver(Window window, BlobShape in) {
    return window.ceilSize(in.size()) > window.floorSize(in.size());
  }

  /**
   * Maximum whose last window is cut off at the edge. DL4J's "Same" does that when the size is a
   * multiple of the stride: one pixel of padding in all, and DL4J puts it behind. Saved models of
   * the built-in networks name it.
   */
  private static Layer overlapping(Pooling pooling, BlobShape in) {
    Window window = pooling.window();
    int stride = window.stride();
    return window.pad() == 0 && window.kernel() == stride + 1 && in.size() % stride == 0
        ? new MaxPooling(settings(PoolingType.MAX, window, ConvolutionMode.Same))
        : new CeilPooling(pooling);
  }

  private static SubsamplingLayer.Builder settings(
      PoolingType type, Window window, ConvolutionMode mode) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(window.kernel(), window.kernel())
        .stride(window.stride(), window.stride())
        .padding(window.pad(), window.pad())
        .avgPoolIncludePadInDivisor(true)
        .convolutionMode(mode);
  }

  private static Layer loss(double weight, int classes) {
    // DL4J writes no weights where all are 1.
    return new LossLayer.Builder(
            new LossMCXENT(
                SMALLEST_PROBABILITY,
                weight == 1 ? null : Nd4j.valueArrayOf(new long[] {1, classes}, (float) weight)))
        .activation(Activation.SOFTMAX)
        .build();
  }

  private <T extends FeedForwardLayer.Builder<T>> T learning(
      T conf, ResolvedLayer layer, Learning learning) {
    Parameters weights = learning.weights();
    Parameters biases = learning.biases();
    Filler.Constant bias = (Filler.Constant) biases.filler(); // LayerCheck has seen to it
    conf.nOut(learning.outputs())
        .activation(isRectified(layer) ? Activation.RELU : Activation.IDENTITY)
        .weightInit(Fillers.weightInit(weights.filler(), layer.fanIn()))
        .biasInit(bias.value())
        .updater(updater(weights))
        .biasUpdater(updater(biases));
    if (weights.decay() > 0) {
      conf.regularization(List.of(new WeightDecay(solver.weightDecay() * weights.decay())));
    }
    if (biases.decay() > 0) {
      conf.regularizationBias(List.of(new WeightDecay(solver.weightDecay() * biases.decay())));
    }
    ResolvedLayer before = layers.get(layer.sources().get(0));
    if (before != null
        && before.definition() instanceof Dropout dropout
        && isPartOfAnother(before)) {
      conf.dropOut(1 - dropout.ratio());
    }
    return conf;
  }

  private IUpdater updater(Parameters parameters) {
    return new CaffeMomentum(solver.schedule(parameters.rate()), solver.momentum());
  }
}
