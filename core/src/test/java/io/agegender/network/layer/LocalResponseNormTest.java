// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.network.kernel.host.LrnKernel;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layer against its definition, written down once more in double, and against the numerical
 * gradient of that. Activations are large, so that the normalisation is far from the identity.
 */
class LocalResponseNormTest {
  private static final LayerWorkspaceMgr NO_WORKSPACE = LayerWorkspaceMgr.noWorkspaces();

  @ParameterizedTest(name = "{0} pictures, {1} channels, {2}x{3}, size {4}, beta {5}")
  @CsvSource({
    "2, 12, 5, 7, 5, 0.75",
    "1, 3, 1, 1, 5, 0.75", // fewer channels than the window
    "3, 8, 12, 12, 3, 0.75", // more than one tile a picture
    "2, 6, 4, 4, 5, 0.5"
  })
  void hasTheTrueOutputAndGradient(
      int pictures, int channels, int height, int width, int size, double beta) {
    Random random = new Random(7);
    double alpha = 1e-2;
    double[][][] x = random(random, pictures, channels, height * width, 100);
    double[][][] dy = random(random, pictures, channels, height * width, 1);
    LocalResponseNormLayer layer = layer(size, alpha, beta);
    INDArray input = toArray(x, height, width);

    INDArray y = layer.activate(input, true, NO_WORKSPACE);
    INDArray dx = layer.backpropGradient(toArray(dy, height, width), NO_WORKSPACE).getSecond();

    double step = 1e-4;
    double smallestScale = Double.MAX_VALUE;
    for (int n = 0; n < pictures; n++) {
      for (int p = 0; p < height * width; p++) {
        for (int c = 0; c < channels; c++) {
          double expected = output(x[n], c, p, size, alpha, beta);
          smallestScale = Math.min(smallestScale, Math.abs(expected / x[n][c][p]));
          assertThat(at(y, n, c, p, width)).isCloseTo(expected, within(expected, 1e-6));

          double gradient = 0;
          double kept = x[n][c][p];
          for (int other = 0; other < channels; other++) {
            x[n][c][p] = kept + step;
            double above = output(x[n], other, p, size, alpha, beta);
            x[n][c][p] = kept - step;
            double below = output(x[n], other, p, size, alpha, beta);
            x[n][c][p] = kept;
            gradient += dy[n][other][p] * (above - below) / (2 * step);
          }
          assertThat(at(dx, n, c, p, width)).isCloseTo(gradient, within(1, 1e-6));
        }
      }
    }
    // Else the test would not see a wrong gradient: near the identity every one is right.
    assertThat(smallestScale).isLessThan(0.5);
  }

  @Test
  void takesColumnMajorArraysAndViews() {
    INDArray x = Nd4j.linspace(DataType.FLOAT, -50, 100.0 / 96, 96).reshape('c', 2, 4, 3, 4);
    INDArray expected = layer(5, 1e-2, 0.75).activate(x, false, NO_WORKSPACE);
    INDArray columns = layer(5, 1e-2, 0.75).activate(x.dup('f'), false, NO_WORKSPACE);
    INDArray padded = Nd4j.concat(0, Nd4j.ones(1, 4, 3, 4), x);
    INDArray view =
        padded.get(
            org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3),
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.all());
    assertThat(columns).isEqualTo(expected);
    assertThat(layer(5, 1e-2, 0.75).activate(view, false, NO_WORKSPACE)).isEqualTo(expected);
  }

  @Test
  void refusesAnEvenSize() {
    assertThatThrownBy(
            () -> new LocalResponseNorm("norm1", new LrnKernel.Factors(4, 1e-4, 0.75, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("norm1")
        .hasMessageContaining("odd");
  }

  private static LocalResponseNormLayer layer(int size, double alpha, double beta) {
    NeuralNetConfiguration conf = new NeuralNetConfiguration();
    conf.setLayer(new LocalResponseNorm("norm1", new LrnKernel.Factors(size, alpha, beta, 1)));
    return new LocalResponseNormLayer(conf, DataType.FLOAT);
  }

  private static double output(
      double[][] x, int channel, int position, int size, double alpha, double beta) {
    double sum = 0;
    for (int c = channel - size / 2; c <= channel + size / 2; c++) {
      sum += c < 0 || c >= x.length ? 0 : x[c][position] * x[c][position];
    }
    return x[channel][position] * Math.pow(1 + alpha / size * sum, -beta);
  }

  /** Floats, so that both sides start from the same numbers. */
  private static double[][][] random(Random random, int n, int c, int area, float range) {
    double[][][] values = new double[n][c][area];
    for (double[][] picture : values) {
      for (double[] row : picture) {
        for (int i = 0; i < area; i++) {
          row[i] = (float) ((random.nextDouble() * 2 - 1) * range);
        }
      }
    }
    return values;
  }

  private static INDArray toArray(double[][][] values, int height, int width) {
    INDArray array = Nd4j.create(DataType.FLOAT, values.length, values[0].length, height, width);
    for (int n = 0; n < values.length; n++) {
      for (int c = 0; c < values[n].length; c++) {
        for (int p = 0; p < height * width; p++) {
          array.putScalar(new int[] {n, c, p / width, p % width}, values[n][c][p]);
        }
      }
    }
    return array;
  }

  private static double at(INDArray array, int n, int c, int position, int width) {
    return array.getDouble(n, c, position / width, position % width);
  }

  private static org.assertj.core.data.Offset<Double> within(double value, double relative) {
    return org.assertj.core.data.Offset.offset(Math.max(1, Math.abs(value)) * relative);
  }
}
