// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Pooling.Method;
import io.agegender.network.definition.Window;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against Caffe's definition, written down once more, and against the numerical gradient. */
class CeilPoolingTest {
  private static final LayerWorkspaceMgr NO_WORKSPACE = LayerWorkspaceMgr.noWorkspaces();
  private static final int PICTURES = 2;

  @ParameterizedTest
  @CsvSource({
    "AVERAGE, 3, 7, 2, 2, 0, 4", // the last window holds one row or column
    "AVERAGE, 16, 8, 3, 2, 1, 5", // it reaches over the edge, to the end of the padding
    "AVERAGE, 3, 9, 4, 3, 1, 4", // it reaches over the padding
    "AVERAGE, 1, 6, 5, 2, 3, 5",
    "MAX, 3, 7, 2, 2, 0, 4",
    "MAX, 16, 9, 4, 3, 1, 4",
    "MAX, 32, 8, 3, 2, 1, 5",
    "MAX, 5, 10, 3, 3, 0, 4"
  })
  void hasCaffesOutputAndItsGradient(
      Method method, int channels, int size, int kernel, int stride, int pad, int side) {
    Random random = new Random(5);
    INDArray x = random(random, PICTURES, channels, size, size);
    INDArray dy = random(random, PICTURES, channels, side, side);
    Window window = new Window(kernel, stride, pad);
    NeuralNetConfiguration conf = new NeuralNetConfiguration();
    conf.setLayer(new CeilPooling(new Pooling("pool1", "conv1", "pool1", method, window)));
    PoolingLayer<CeilPooling> layer = new PoolingLayer<>(conf, DataType.FLOAT);

    INDArray y = layer.activate(x, true, NO_WORKSPACE);
    INDArray dx = layer.backpropGradient(dy, NO_WORKSPACE).getSecond();

    assertThat(y.shape()).containsExactly(PICTURES, channels, side, side);
    for (int i = 0; i < PICTURES * channels; i++) {
      double[] plane = plane(x, i, size);
      double[] wanted = pooled(plane, size, side, method, window);
      double[] weights = plane(dy, i, side);
      assertThat(plane(y, i, side)).containsExactly(wanted, offset(1e-6));
      for (int pixel = 0; pixel < plane.length; pixel++) {
        double[] moved = plane.clone();
        // Less than any difference of two pixels, so that no maximum moves elsewhere.
        moved[pixel] += 1e-9;
        double[] after = pooled(moved, size, side, method, window);
        double gradient = 0;
        for (int output = 0; output < wanted.length; output++) {
          gradient += weights[output] * (after[output] - wanted[output]) / 1e-9;
        }
        assertThat(plane(dx, i, size)[pixel]).isCloseTo(gradient, offset(1e-5));
      }
    }
  }

  /** As pooling_layer.cpp has it, in double. */
  private static double[] pooled(double[] x, int size, int side, Method method, Window window) {
    double[] y = new double[side * side];
    for (int output = 0; output < y.length; output++) {
      int top = output / side * window.stride() - window.pad();
      int left = output % side * window.stride() - window.pad();
      int bottom = Math.min(top + window.kernel(), size + window.pad());
      int right = Math.min(left + window.kernel(), size + window.pad());
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int row = Math.max(0, top); row < Math.min(size, bottom); row++) {
        for (int column = Math.max(0, left); column < Math.min(size, right); column++) {
          largest = Math.max(largest, x[row * size + column]);
          sum += x[row * size + column];
        }
      }
      y[output] = method == Method.MAX ? largest : sum / ((bottom - top) * (right - left));
    }
    return y;
  }

  private static double[] plane(INDArray array, int number, int side) {
    return array
        .reshape('c', array.size(0) * array.size(1), (long) side * side)
        .getRow(number)
        .toDoubleVector();
  }

  /** Negative, so that padding that wins a maximum shows. */
  private static INDArray random(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, -1 - random.nextFloat());
    }
    return array;
  }
}
