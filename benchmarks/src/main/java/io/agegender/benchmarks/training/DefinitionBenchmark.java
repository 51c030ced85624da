// SPDX-License-Identifier: Apache-2.0
package io.agegender.benchmarks.training;

import io.agegender.adience.Target;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.prototxt.DataLayer;
import io.agegender.network.definition.prototxt.NetReader;
import io.agegender.network.definition.prototxt.NetWriter;
import io.agegender.network.timing.NetworkTiming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether a network that is read from prototxt trains as fast as the built-in one: both are timed
 * in turn in one JVM, the built-in one twice, which says how large the noise is.
 *
 * @param builtIn the network
 * @param target what it predicts
 * @param batch pictures in a minibatch
 */
public record DefinitionBenchmark(Architecture builtIn, Target target, int batch) {
  private static final int WARMUP = 3;
  private static final int ITERATIONS = 10;

  /**
   * A table of the median step in milliseconds, and the ratios.
   *
   * @param rounds measurements of each, at least 1
   */
  public String run(int rounds) {
    Architecture defined = defined();
    double[][] seconds = new double[3][rounds];
    for (int round = 0; round < rounds; round++) {
      seconds[0][round] = step(builtIn);
      seconds[1][round] = step(defined);
      seconds[2][round] = step(builtIn);
    }
    double first = median(seconds[0]);
    double read = median(seconds[1]);
    double again = median(seconds[2]);
    return String.format(
        Locale.ROOT,
        "%s, %d pictures, %d rounds of %d steps%n"
            + "built-in       %8.1f ms a step%n"
            + "from prototxt  %8.1f ms a step, ratio %.3f%n"
            + "built-in again %8.1f ms a step, ratio %.3f%n",
        builtIn.title(),
        batch,
        rounds,
        ITERATIONS,
        first * 1e3,
        read * 1e3,
        2 * read / (first + again),
        again * 1e3,
        again / first);
  }

  private Architecture defined() {
    DataLayer data = new DataLayer(batch, builtIn.inputSize(), true, "", "mean");
    String text = NetWriter.training(builtIn.definition(target.classes()), data, Optional.empty());
    return Architecture.defined(
        "from-prototxt",
        NetReader.training(
                "train_val.prototxt",
                text.getBytes(StandardCharsets.UTF_8),
                OptionalInt.of(target.classes()))
            .network());
  }

  private double step(Architecture architecture) {
    return NetworkTiming.measure(architecture, target.classes(), batch, WARMUP, ITERATIONS).step();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
