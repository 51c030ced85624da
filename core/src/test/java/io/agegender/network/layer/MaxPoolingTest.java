// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against the definition, with negative inputs and many equal ones. */
class MaxPoolingTest {
  private static final LayerWorkspaceMgr NO_WORKSPACE = LayerWorkspaceMgr.noWorkspaces();

  @ParameterizedTest
  @CsvSource({
    "16, 8, 3, 2, 0, Same, 4", // Caffe rounds up: the last window is cut off
    "16, 9, 3, 2, 0, Truncate, 4",
    "32, 7, 3, 1, 1, Truncate, 7", // padding is never the maximum
    "6, 8, 2, 2, 0, Truncate, 4", // channels that are not a multiple of 16
    "16, 4, 4, 1, 0, Truncate, 1"
  })
  void givesTheFirstMaximumAndSendsTheGradientThere(
      int channels,
      int size,
      int kernel,
      int stride,
      int padding,
      ConvolutionMode mode,
      int outputSize) {
    Random random = new Random(5);
    INDArray x = Nd4j.create(DataType.FLOAT, 2, channels, size, size);
    for (long i = 0; i < x.length(); i++) {
      // Few different values, all negative, so that ties and wrong padding show.
      x.putScalar(i, -1 - random.nextInt(4));
    }
    INDArray dy = Nd4j.create(DataType.FLOAT, 2, channels, outputSize, outputSize);
    for (long i = 0; i < dy.length(); i++) {
      dy.putScalar(i, 1 + random.nextInt(100));
    }
    PoolingLayer<MaxPooling> layer = layer(kernel, stride, padding, mode);
    INDArray y = layer.activate(x, true, NO_WORKSPACE);
    INDArray dx = layer.backpropGradient(dy, NO_WORKSPACE).getSecond();

    INDArray wantedY = y.like();
    INDArray wantedDx = x.like();
    assertThat(y.shape()).containsExactly(2, channels, outputSize, outputSize);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < channels; c++) {
        for (int row = 0; row < outputSize; row++) {
          for (int column = 0; column < outputSize; column++) {
            int[] at =
                firstMaximum(x, n, c, row * stride - padding, column * stride - padding, kernel);
            wantedY.putScalar(new int[] {n, c, row, column}, x.getDouble(at));
            wantedDx.putScalar(at, wantedDx.getDouble(at) + dy.getDouble(n, c, row, column));
          }
        }
      }
    }
    assertThat(y).isEqualTo(wantedY);
    assertThat(dx).isEqualTo(wantedDx);
  }

  @Test
  void refusesABackwardPassWithoutAForwardPassInTraining() {
    PoolingLayer<MaxPooling> layer = layer(2, 2, 0, ConvolutionMode.Truncate);
    INDArray x = Nd4j.zeros(DataType.FLOAT, 1, 16, 4, 4);
    INDArray dy = layer.activate(x, false, NO_WORKSPACE);
    assertThatThrownBy(() -> layer.backpropGradient(dy, NO_WORKSPACE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pool1")
        .hasMessageContaining("forward pass");
  }

  private static int[] firstMaximum(INDArray x, int n, int c, int top, int left, int kernel) {
    int[] best = null;
    for (int row = Math.max(0, top); row < Math.min(x.size(2), top + kernel); row++) {
      for (int column = Math.max(0, left); column < Math.min(x.size(3), left + kernel); column++) {
        int[] at = {n, c, row, column};
        if (best == null || x.getDouble(at) > x.getDouble(best)) {
          best = at;
        }
      }
    }
    return best;
  }

  private static PoolingLayer<MaxPooling> layer(
      int kernel, int stride, int padding, ConvolutionMode mode) {
    MaxPooling settings =
        new MaxPooling(
            new SubsamplingLayer.Builder()
                .kernelSize(kernel, kernel)
                .stride(stride, stride)
                .padding(padding, padding)
                .convolutionMode(mode));
    settings.setLayerName("pool1");
    NeuralNetConfiguration conf = new NeuralNetConfiguration();
    conf.setLayer(settings);
    return new PoolingLayer<>(conf, DataType.FLOAT);
  }
}
