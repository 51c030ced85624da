// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.caffe.Deviation.Values;
import io.agegender.network.kernel.host.HostFloats;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far one run of a {@link ParityCase} is from Caffe's.
 *
 * @param outputs every layer's output in the first pass, forward in training
 * @param gradients every weight and bias array's gradient in the first pass
 * @param losses relative differences: the first pass, then each iteration
 * @param parameters after the iterations, relative to the parameter
 * @param movement after the iterations, relative to how far Caffe moved the parameter; a parameter
 *     that moves by less than a float's resolution shows that resolution here
 */
record Parity(
    List<Deviation> outputs,
    List<Deviation> gradients,
    List<Double> losses,
    List<Deviation> parameters,
    List<Deviation> movement) {

  /** Runs our network on the prepared files and compares it with what Caffe left in {@code out}. */
  static Parity ofOurs(ParityCase run, SolverSettings ourSolver, Path folder, Path out)
      throws IOException {
    CaffeArrays caffe = CaffeArrays.in(out);
    ComputationGraph network = run.network(ourSolver);
    PretrainedWeights.load(hadoop(ParityCase.start(folder)), "", new Configuration(), network);
    Map<String, LayerParameters> layers = LayerParameters.of(network);

    INDArray input = run.input(folder, 0);
    Map<String, INDArray> activations = network.feedForward(new INDArray[] {input}, true, false);
    List<Deviation> outputs = compare(caffe, "output", activations::get, 1);
    List<Double> losses = new ArrayList<>();
    network.setInputs(input);
    network.setLabels(run.labels(folder, 0));
    network.computeGradientAndScore();
    losses.add(network.score());
    Map<String, INDArray> table = network.gradient().gradientForVariable();
    List<Deviation> gradients =
        compare(caffe, "gradient", name -> gradient(table, name), run.batch());
    for (int i = 1; i <= run.iterations(); i++) {
      network.fit(new INDArray[] {run.input(folder, i)}, run.labels(folder, i));
      losses.add(network.score());
    }
    return new Parity(
        outputs,
        gradients,
        relative(losses, losses(out)),
        compare(caffe, "parameter", name -> parameter(layers, name), 1),
        movement(caffe, folder, name -> values(parameter(layers, name), 1)));
  }

  /** Compares two runs of Caffe itself. */
  static Parity ofCaffe(Path folder, Path out, Path otherOut) throws IOException {
    CaffeArrays caffe = CaffeArrays.in(out);
    CaffeArrays other = CaffeArrays.in(otherOut);
    return new Parity(
        compare(caffe, "output", name -> other.read("output", name), 1),
        compare(caffe, "gradient", name -> other.read("gradient", name), 1),
        relative(losses(otherOut), losses(out)),
        compare(caffe, "parameter", name -> other.read("parameter", name), 1),
        movement(caffe, folder, name -> values(other, "parameter", name)));
  }

  /**
   * @param divisor of our values
   */
  private static List<Deviation> compare(
      CaffeArrays caffe, String kind, Function<String, INDArray> ours, int divisor) {
    List<Deviation> deviations = new ArrayList<>();
    for (String name : caffe.of(kind).keySet()) {
      if (!isHelper(name) && caffe.of(kind).get(name).shape().length > 0) {
        INDArray mine = ours.apply(name);
        if (mine == null) {
          throw new IllegalStateException("Caffe's " + kind + " " + name + " is not in ours");
        }
        long[] shape = caffe.shape(kind, name);
        if (!Arrays.equals(mine.shape(), shape)) {
          throw new IllegalArgumentException(
              "%s: our shape is %s, Caffe's %s"
                  .formatted(name, BlobShape.text(mine.shape()), BlobShape.text(shape)));
        }
        deviations.add(
            Deviation.of(
                name,
                Math.toIntExact(mine.length()),
                values(mine, divisor),
                values(caffe, kind, name),
                Values.zero()));
      }
    }
    return deviations;
  }

  /** Inputs, and the copies that Caffe makes for a blob with several consumers. */
  private static boolean isHelper(String blob) {
    return blob.equals("data") || blob.equals("label") || blob.contains("_split_");
  }

  private static List<Deviation> movement(
      CaffeArrays caffe, Path folder, Function<String, Values> ours) {
    List<Deviation> deviations = new ArrayList<>();
    CaffeModelReader.read(
        hadoop(ParityCase.start(folder)),
        new Configuration(),
        "",
        start -> {
          for (int k = 0; k < start.blobs().size(); k++) {
            String name = start.name() + ":" + k;
            INDArray before = start.blobs().get(k).values();
            deviations.add(
                Deviation.of(
                    name,
                    Math.toIntExact(before.length()),
                    ours.apply(name),
                    values(caffe, "parameter", name),
                    values(before, 1)));
          }
        });
    return deviations;
  }

  private static Values values(INDArray array, int divisor) {
    HostFloats values = HostFloats.of(HostFloats.rowMajor(array));
    return (first, into, count) -> {
      values.read(first, into, count);
      for (int i = 0; divisor != 1 && i < count; i++) {
        into[i] /= divisor;
      }
    };
  }

  private static Values values(CaffeArrays caffe, String kind, String name) {
    FloatBuffer values = caffe.values(kind, name);
    return (first, into, count) -> values.get(first, into, 0, count);
  }

  private static INDArray parameter(Map<String, LayerParameters> layers, String name) {
    int colon = name.lastIndexOf(':');
    return layers
        .get(name.substring(0, colon))
        .views()
        .get(Integer.parseInt(name.substring(colon + 1)));
  }

  /** A gradient in Caffe's shape; DL4J sums over the minibatch and divides in the updater. */
  private static INDArray gradient(Map<String, INDArray> table, String name) {
    String layer = name.substring(0, name.lastIndexOf(':'));
    if (name.endsWith(":1")) {
      INDArray bias = table.get(layer + "_b");
      return bias.reshape(bias.length());
    }
    INDArray weights = table.get(layer + "_W");
    return weights.rank() == 2 ? weights.transpose() : weights;
  }

  private static List<Double> losses(Path out) throws IOException {
    return Files.readAllLines(out.resolve("losses.txt")).stream().map(Double::valueOf).toList();
  }

  private static List<Double> relative(List<Double> ours, List<Double> caffe) {
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      errors.add(Math.abs(ours.get(i) - caffe.get(i)) / Math.abs(caffe.get(i)));
    }
    return errors;
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
