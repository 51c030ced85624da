// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.Networks;
import io.agegender.network.definition.Architecture;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** First weights drawn by Caffe and by us come from the same distributions, layer by layer. */
@Tag("slow")
class CaffeFillersTest {
  private static final SolverSettings SOLVER = new SolverSettings(1e-3, 0.1, 10_000, 0.9, 5e-4);

  /** The largest sample per layer and side. */
  private static final int SAMPLE = 50_000;

  /**
   * Kolmogorov's distance of two samples from one distribution exceeds this over sqrt(n m / (n +
   * m)) once in 20,000 times; there are about 150 layers, and the seeds are fixed.
   */
  private static final double CRITICAL = 2.3;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"net_definitions", "caffereference", "googlenet"})
  void bothDrawFromTheSameDistributions(Architecture architecture)
      throws IOException, InterruptedException {
    Map<String, LayerParameters> ours =
        LayerParameters.of(Networks.create(architecture, Target.AGE.classes(), SOLVER, 11));
    Map<String, Double> distances = new TreeMap<>();
    CaffeModelReader.read(
        fill(architecture),
        new Configuration(),
        "",
        layer -> {
          LayerParameters mine = ours.get(layer.name());
          assertThat(mine.views().get(1).toFloatVector())
              .as("biases of %s", layer.name())
              .isEqualTo(layer.blobs().get(1).values().toFloatVector());
          INDArray weights = mine.views().get(0).dup('c').reshape(-1);
          distances.put(
              layer.name(), distance(sample(weights), sample(layer.blobs().get(0).values())));
        });
    assertThat(distances.keySet()).isEqualTo(new java.util.TreeSet<>(ours.keySet()));
    assertThat(distances).allSatisfy((name, d) -> assertThat(d).as(name).isLessThan(CRITICAL));
  }

  @Test
  void caffeFillsVgg16WithZerosWhichIsWhyItIsRefused() throws IOException, InterruptedException {
    CaffeModelReader.read(
        fill(Architecture.VGG16),
        new Configuration(),
        "",
        layer -> {
          double largest = layer.blobs().get(0).values().amaxNumber().doubleValue();
          if (layer.name().startsWith("fc8")) {
            assertThat(largest).isPositive();
          } else {
            assertThat(largest).as(layer.name()).isZero();
          }
        });
    assertThatThrownBy(() -> io.agegender.run.RunName.parse("age_fromscratch_vgg16"))
        .isInstanceOf(UsageException.class);
  }

  private org.apache.hadoop.fs.Path fill(Architecture architecture)
      throws IOException, InterruptedException {
    Path file = dir.resolve("filled.caffemodel");
    RealCaffe.command("fill")
        .with("net", architecture.key())
        .with("target", "age")
        .with("seed", 5)
        .with("file", file)
        .run();
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static float[] sample(INDArray values) {
    long n = Math.min(SAMPLE, values.length());
    float[] sample = values.get(NDArrayIndex.interval(0, n)).toFloatVector();
    Arrays.sort(sample);
    return sample;
  }

  /** Kolmogorov-Smirnov statistic of two sorted samples, times sqrt(n m / (n + m)). */
  private static double distance(float[] a, float[] b) {
    double largest = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      float value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return largest * Math.sqrt((double) a.length * b.length / (a.length + b.length));
  }
}
