package io.agegender.caffe;

import io.agegender.adience.Target;
import io.agegender.network.Architecture;
import io.agegender.network.Heads;
import io.agegender.network.Networks;
import io.agegender.network.SolverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long our networks take, in a JVM of its own: the counterpart of the command {@code time} of
 * caffe-reference, with the same lines as its result.
 */
final class OurTiming {
  private OurTiming() {}

  /**
   * @param arguments architecture, target, batch, iterations, warm-up iterations, file to write
   */
  public static void main(String[] arguments) throws IOException {
    Architecture architecture = Architecture.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Target target = Target.of(arguments[1]);
    int batch = Integer.parseInt(arguments[2]);
    int iterations = Integer.parseInt(arguments[3]);
    int warmup = Integer.parseInt(arguments[4]);
    ComputationGraph network =
        Networks.create(
            architecture, target.classes(), new SolverSettings(1e-8, 0.1, 1000, 0.9, 5e-4), 1);
    for (LayerParameters layer : LayerParameters.of(network).values()) {
      INDArray weights = layer.views().get(0);
      weights.assign(
          Nd4j.randn(DataType.FLOAT, weights.shape())
              .muli(Math.sqrt(2.0 * weights.size(0) / weights.length())));
    }
    int size = architecture.inputSize();
    INDArray[] input = {Nd4j.randn(DataType.FLOAT, batch, 3, size, size).muli(60)};
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, batch, target.classes());
    oneHot.getColumn(0).assign(1);
    INDArray[] labels =
        Collections.nCopies(Heads.count(architecture), oneHot).toArray(INDArray[]::new);
    Phases phases = new Phases();
    network.setListeners(phases);
    double[] forward = new double[iterations];
    double[] backward = new double[iterations];
    double[] update = new double[iterations];
    double[] step = new double[iterations];
    for (int i = -warmup; i < iterations; i++) {
      long start = System.nanoTime();
      network.fit(input, labels);
      long end = System.nanoTime();
      if (i >= 0) {
        forward[i] = (phases.forwardDone - start) / 1e9;
        backward[i] = (phases.gradientsReady - phases.forwardDone) / 1e9;
        update[i] = (end - phases.gradientsReady) / 1e9;
        step[i] = (end - start) / 1e9;
      }
    }
    Files.writeString(
        Path.of(arguments[5]),
        "forward=%s%nbackward=%s%nupdate=%s%nstep=%s%npeak-memory=%d%n"
            .formatted(
                median(forward), median(backward), median(update), median(step), peakMemory()));
  }

  /** Notes when a pass is over. */
  private static final class Phases extends BaseTrainingListener {
    private long forwardDone;
    private long gradientsReady;

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      forwardDone = System.nanoTime();
    }

    @Override
    public void onGradientCalculation(Model model) {
      gradientsReady = System.nanoTime();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static long peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(-1);
  }
}
