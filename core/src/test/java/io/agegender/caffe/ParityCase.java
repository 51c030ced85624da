package io.agegender.caffe;

import io.agegender.adience.Target;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One network for one target with random weights and data, in files that Caffe reads too. Dropout
 * is off, so that two runs agree.
 *
 * <p>Weights are He-scaled and the first minibatch is uniform within +-60, so that activations are
 * as large as with faces: with the fillers' tiny ones LRN is nearly the identity and errors stay
 * invisible. The minibatches of the solver's iterations are within +-1 instead, so that a rate of a
 * usual size moves every parameter by far more than a float's resolution without diverging.
 *
 * @param batch pictures in a minibatch
 * @param solver of both; its step size is small, so that the rate changes on the way
 */
record ParityCase(Architecture architecture, Target target, int batch, SolverSettings solver) {
  static final int ITERATIONS = 10;

  private static final long SEED = 20170801;
  private static final double FIRST_RANGE = 60;
  private static final double BIAS_SCALE = 0.1;

  /** Keeps the softmax away from 0 and 1 in the first pass. */
  private static final double CLASSIFIER_SCALE = 1 / 30.0;

  /** The solver of the comparison: rate changed after 4 iterations, a decay that is noticed. */
  static ParityCase of(Architecture architecture, Target target) {
    double rate =
        Map.of(Architecture.NET_DEFINITIONS, 1e-3, Architecture.VGG16, 1e-5)
            .getOrDefault(architecture, 1e-4);
    int batch = architecture == Architecture.VGG16 ? 1 : 4;
    return new ParityCase(architecture, target, batch, new SolverSettings(rate, 0.3, 4, 0.9, 0.1));
  }

  /** Our network without dropout and without weights of its own. */
  ComputationGraph network(SolverSettings ourSolver) {
    ComputationGraph network = Networks.create(architecture, target.classes(), ourSolver, SEED);
    for (Layer layer : network.getLayers()) {
      layer.conf().getLayer().setIDropout(null);
    }
    return network;
  }

  /** Writes {@code start.caffemodel}, {@code data.npy} and {@code labels.npy}. */
  void prepare(Path folder) throws IOException {
    Nd4j.getRandom().setSeed(SEED);
    ComputationGraph network = network(solver);
    for (LayerParameters layer : LayerParameters.of(network).values()) {
      randomise(layer);
    }
    try (var out = Files.newOutputStream(start(folder))) {
      CaffeModelWriter.write(out, "start", LayerParameters.of(network).values());
    }
    int size = architecture.inputSize();
    int rows = batch * (1 + ITERATIONS);
    INDArray data = Nd4j.rand(DataType.FLOAT, rows, 3, size, size).subi(0.5).muli(2);
    data.get(NDArrayIndex.interval(0, batch)).muli(FIRST_RANGE);
    Nd4j.writeAsNumpy(data, folder.resolve("data.npy").toFile());
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (i * 5 + i / 3) % target.classes();
    }
    Nd4j.writeAsNumpy(Nd4j.createFromArray(labels), folder.resolve("labels.npy").toFile());
  }

  /** Gaussian weights with variance 2 / fan-in, smaller for the classifiers; gaussian biases. */
  private void randomise(LayerParameters layer) {
    INDArray weights = layer.views().get(0);
    INDArray biases = layer.views().get(1);
    double scale = Math.sqrt(2.0 * weights.size(0) / weights.length());
    if (weights.size(0) == target.classes()) {
      scale *= CLASSIFIER_SCALE;
    }
    weights.assign(Nd4j.randn(DataType.FLOAT, weights.shape()).muli(scale));
    biases.assign(Nd4j.randn(DataType.FLOAT, biases.shape()).muli(BIAS_SCALE));
  }

  static Path start(Path folder) {
    return folder.resolve("start.caffemodel");
  }

  /** Runs Caffe on the prepared files. */
  RealCaffe caffe(Path folder, Path out) {
    return RealCaffe.command("train")
        .with("net", architecture.key())
        .with("target", target.key())
        .with("batch", batch)
        .with("weights", start(folder))
        .with("data", folder.resolve("data.npy"))
        .with("labels", folder.resolve("labels.npy"))
        .with("iterations", ITERATIONS)
        .with("base-lr", solver.baseLearningRate())
        .with("gamma", step().gamma())
        .with("step-size", step().stepSize())
        .with("momentum", solver.momentum())
        .with("weight-decay", solver.weightDecay())
        .with("out", out);
  }

  private Step step() {
    return (Step) solver.policy();
  }

  /** A minibatch of the prepared data, by number. */
  INDArray input(Path folder, int number) {
    INDArray data = Nd4j.createFromNpyFile(folder.resolve("data.npy").toFile());
    return data.get(NDArrayIndex.interval(number * batch, (number + 1) * batch)).dup('c');
  }

  /** Its labels, one-hot, once for each head. */
  INDArray[] labels(Path folder, int number) {
    float[] labels = Nd4j.createFromNpyFile(folder.resolve("labels.npy").toFile()).toFloatVector();
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, batch, target.classes());
    for (int i = 0; i < batch; i++) {
      oneHot.putScalar(i, (int) labels[number * batch + i], 1);
    }
    List<INDArray> heads = Collections.nCopies(architecture.heads().size(), oneHot);
    return heads.toArray(INDArray[]::new);
  }

  @Override
  public String toString() {
    return architecture.title() + ", " + target.key();
  }
}
