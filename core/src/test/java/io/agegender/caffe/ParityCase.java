// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.adience.Target;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.NetworkDefinition;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetWriter;
import io.agegender.network.definition.prototxt.SolverDefinition;
import io.agegender.network.definition.prototxt.SolverWriter;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One network with random weights and data, in files that Caffe reads too: its definition and its
 * solver as we export them. Dropout is left out, so that two runs agree.
 *
 * <p>Weights are He-scaled and the first minibatch is uniform within +-60, so that activations are
 * as large as with faces: with the fillers' tiny ones LRN is nearly the identity and errors stay
 * invisible. The minibatches of the solver's iterations are within +-1 instead, so that a rate of a
 * usual size moves every parameter by far more than a float's resolution without diverging.
 *
 * @param title for reports
 * @param definition without dropout
 * @param batch pictures in a minibatch
 * @param iterations of the solver, after one pass
 * @param solver of both; its rate changes on the way
 */
record ParityCase(
    String title, NetworkDefinition definition, int batch, int iterations, SolverSettings solver) {
  static final int ITERATIONS = 10;

  /**
   * Of a large network for gender: it is the one for age but for six outputs, and ten iterations of
   * each would be half the time of all tests here.
   */
  private static final int FEW_ITERATIONS = 2;

  /** Length of a run with the policy poly: its rate falls by a good part on the way. */
  static final int POLY_ITERATIONS = 20;

  private static final long SEED = 20170801;
  private static final double FIRST_RANGE = 60;
  private static final double BIAS_SCALE = 0.1;

  /** Keeps the softmax away from 0 and 1 in the first pass. */
  private static final double CLASSIFIER_SCALE = 1 / 30.0;

  ParityCase {
    definition =
        new NetworkDefinition(
            definition.name(),
            definition.input(),
            definition.layers().stream().filter(layer -> !(layer instanceof Dropout)).toList());
  }

  /** The solver of the comparison: rate changed after 4 iterations, a decay that is noticed. */
  static ParityCase of(Architecture architecture, Target target) {
    double rate =
        Map.of(Architecture.NET_DEFINITIONS, 1e-3, Architecture.VGG16, 1e-5)
            .getOrDefault(architecture, 1e-4);
    int batch = architecture.equals(Architecture.VGG16) ? 1 : 4;
    return new ParityCase(
        architecture.title() + ", " + target.key(),
        architecture.definition(target.classes()),
        batch,
        target == Target.GENDER && !architecture.equals(Architecture.NET_DEFINITIONS)
            ? FEW_ITERATIONS
            : ITERATIONS,
        new SolverSettings(rate, 0.3, 4, 0.9, 0.1));
  }

  /** Our network without weights of its own. */
  ComputationGraph network(SolverSettings ourSolver) {
    ComputationGraph network =
        new ComputationGraph(Networks.configuration(resolved(), ourSolver, SEED));
    network.init();
    return network;
  }

  private ResolvedNetwork resolved() {
    return ResolvedNetwork.of(definition);
  }

  private int classes() {
    String main = resolved().heads().get(0).layer();
    return resolved().layers().stream()
        .filter(layer -> layer.name().equals(main))
        .findFirst()
        .orElseThrow()
        .inputs()
        .get(0)
        .channels();
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
    int size = definition.input().size();
    int rows = batch * (1 + iterations);
    DataLayer faces = new DataLayer(batch, size, true, "faces", "mean.binaryproto");
    Files.writeString(
        folder.resolve("train_val.prototxt"),
        NetWriter.training(definition, faces, Optional.of(faces)));
    Files.writeString(
        folder.resolve("solver.prototxt"),
        SolverWriter.write(
            new SolverDefinition(Optional.empty(), solver, POLY_ITERATIONS, 1000, List.of()), ""));
    INDArray data = Nd4j.rand(DataType.FLOAT, rows, 3, size, size).subi(0.5).muli(2);
    data.get(NDArrayIndex.interval(0, batch)).muli(FIRST_RANGE);
    Nd4j.writeAsNumpy(data, folder.resolve("data.npy").toFile());
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (i * 5 + i / 3) % classes();
    }
    Nd4j.writeAsNumpy(Nd4j.createFromArray(labels), folder.resolve("labels.npy").toFile());
  }

  /** Gaussian weights with variance 2 / fan-in, smaller for the classifiers; gaussian biases. */
  private void randomise(LayerParameters layer) {
    INDArray weights = layer.views().get(0);
    INDArray biases = layer.views().get(1);
    double scale = Math.sqrt(2.0 * weights.size(0) / weights.length());
    if (weights.size(0) == classes()) {
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
        .with("definition", folder.resolve("train_val.prototxt"))
        .with("solver", folder.resolve("solver.prototxt"))
        .with("batch", batch)
        .with("weights", start(folder))
        .with("data", folder.resolve("data.npy"))
        .with("labels", folder.resolve("labels.npy"))
        .with("iterations", iterations)
        .with("out", out);
  }

  /** A minibatch of the prepared data, by number. */
  INDArray input(Path folder, int number) {
    INDArray data = Nd4j.createFromNpyFile(folder.resolve("data.npy").toFile());
    return data.get(NDArrayIndex.interval(number * batch, (number + 1) * batch)).dup('c');
  }

  /** Its labels, one-hot, once for each head. */
  INDArray[] labels(Path folder, int number) {
    float[] labels = Nd4j.createFromNpyFile(folder.resolve("labels.npy").toFile()).toFloatVector();
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, batch, classes());
    for (int i = 0; i < batch; i++) {
      oneHot.putScalar(i, (int) labels[number * batch + i], 1);
    }
    List<INDArray> heads = Collections.nCopies(resolved().heads().size(), oneHot);
    return heads.toArray(INDArray[]::new);
  }

  @Override
  public String toString() {
    return title;
  }
}
