// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.definition.Window;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What runs on a GPU against what runs on a CPU; both are in this JVM. */
class KernelsTest {
  private static final Kernels ONE_DNN = new OneDnnKernels();
  private static final Kernels OPERATIONS = new OperationKernels(false);

  @ParameterizedTest
  @CsvSource({"16, 8, 3, 2, 0, Same", "16, 9, 3, 2, 0, Truncate", "6, 7, 3, 1, 1, Truncate"})
  void poolTheSame(int channels, int size, int kernel, int stride, int pad, ConvolutionMode mode) {
    poolTheSame(channels, PoolingShape.Axis.of(mode, size, kernel, stride, pad));
  }

  @ParameterizedTest
  @CsvSource({"16, 7, 2, 2, 0", "3, 9, 4, 3, 1", "16, 8, 3, 2, 1"})
  void poolTheSameOverTheEdge(int channels, int size, int kernel, int stride, int pad) {
    poolTheSame(channels, PoolingShape.Axis.of(new Window(kernel, stride, pad), size));
  }

  private static void poolTheSame(int channels, PoolingShape.Axis axis) {
    PoolingShape shape = new PoolingShape(2, channels, axis, axis);
    INDArray x = random(shape.input());
    INDArray dy = random(shape.output());
    INDArray wantedY = Nd4j.create(DataType.FLOAT, shape.output());
    INDArray wantedDx = Nd4j.create(DataType.FLOAT, shape.input());
    Kernels.Pooling wanted = ONE_DNN.maxPooling(shape);
    wanted.forward(x, wantedY);
    wanted.backward(x, dy, wantedDx);

    INDArray y = wantedY.like();
    INDArray dx = wantedDx.like();
    Kernels.Pooling operations = OPERATIONS.maxPooling(shape);
    operations.forward(x, y);
    operations.backward(x, dy, dx);
    assertThat(y).isEqualTo(wantedY);
    assertThat(dx.equalsWithEps(wantedDx, 1e-6)).isTrue();
  }

  @Test
  void applyMomentumTheSame() {
    INDArray velocity = random(5000);
    INDArray gradient = random(5000);
    INDArray otherVelocity = velocity.dup();
    INDArray otherGradient = gradient.dup();
    ONE_DNN.momentum(velocity, gradient, 0.9, 0.01);
    OPERATIONS.momentum(otherVelocity, otherGradient, 0.9, 0.01);
    assertThat(gradient).isEqualTo(velocity);
    assertThat(otherGradient).isEqualTo(otherVelocity);
    assertThat(otherVelocity.equalsWithEps(velocity, 1e-6)).isTrue();
  }

  private static INDArray random(long... shape) {
    Random random = new Random(4);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextFloat() * 2 - 1);
    }
    return array;
  }
}
