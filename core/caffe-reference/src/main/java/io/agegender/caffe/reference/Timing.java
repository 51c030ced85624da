// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import io.agegender.caffe.reference.NetText.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.caffe.FloatNet;
import org.bytedeco.caffe.FloatSGDSolver;
import org.bytedeco.caffe.FloatSolver;
import org.bytedeco.javacpp.FloatPointer;

/** How long Caffe takes. */
final class Timing {
  private Timing() {}

  /**
   * Median seconds per minibatch: net, target, batch, iterations, warmup, out (a file of {@code
   * key=value} lines: forward, backward, update, step, each in seconds, and peak-memory, in bytes
   * of this process). A step is a solver iteration: clearing and forward, backward, update;
   * backward is what is left of it.
   */
  static void time(Arguments a) throws IOException {
    int batch = a.number("batch");
    int iterations = a.number("iterations");
    try (FloatSGDSolver solver = Network.slowSolver(a.net(batch, Ending.LOSS))) {
      FloatNet net = solver.net();
      randomise(net);
      Phases phases = new Phases();
      solver.add_callback(phases);
      double[] forward = new double[iterations];
      double[] step = new double[iterations];
      double[] update = new double[iterations];
      for (int i = -a.number("warmup"); i < iterations; i++) {
        long start = System.nanoTime();
        net.Forward();
        long middle = System.nanoTime();
        solver.Step(1);
        long end = System.nanoTime();
        if (i >= 0) {
          forward[i] = seconds(start, middle);
          step[i] = seconds(middle, end);
          update[i] = seconds(phases.gradientsReady, end);
        }
      }
      double f = median(forward);
      double u = median(update);
      double s = median(step);
      Files.writeString(
          a.path("out"),
          "forward=%s%nbackward=%s%nupdate=%s%nstep=%s%npeak-memory=%d%n"
              .formatted(f, s - u - f, u, s, peakMemory()));
    }
  }

  /** Notes when the gradients of a solver's step are there and only the update is left. */
  private static final class Phases extends FloatSolver.Callback {
    private long gradientsReady;

    @Override
    protected void on_start() {}

    @Override
    protected void on_gradients_ready() {
      gradientsReady = System.nanoTime();
    }
  }

  /** Weights as large as their layer wants them, so that no denormal number slows anything down. */
  private static void randomise(FloatNet net) throws IOException {
    Random random = new Random(1);
    Network.parameters(
        net,
        (layer, index, blob) -> {
          double scale = index == 1 ? 0 : Math.sqrt(2.0 * blob.shape(0) / blob.count());
          gaussian(blob, scale, random);
        });
    gaussian(net.blob_by_name("data"), 60, random);
  }

  private static void gaussian(FloatBlob blob, double scale, Random random) {
    FloatPointer values = blob.mutable_cpu_data();
    // A table is enough, and a hundred million draws are not needed.
    float[] table = new float[65_537];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (scale * random.nextGaussian());
    }
    for (int at = 0; at < blob.count(); at += table.length) {
      values.position(at).put(table, 0, Math.min(table.length, blob.count() - at));
    }
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static long peakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return -1;
  }
}
