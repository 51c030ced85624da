// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both kernels against matrix products in double. */
class InnerProductKernelTest {
  private static final int PICTURES = 3;
  private static final int INPUTS = 37;
  private static final int OUTPUTS = 21;

  static Stream<Arguments> kernels() {
    return Stream.of(true, false)
        .flatMap(
            rectified ->
                Stream.of(new OneDnnKernels(), new OperationKernels(true))
                    .map(
                        kernels ->
                            kernels.innerProduct(
                                new Kernels.InnerProductShape(
                                    PICTURES, INPUTS, OUTPUTS, rectified)))
                    .map(kernel -> Arguments.of(kernel, rectified)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void computesTheDefinition(Kernels.Learning kernel, boolean rectified) {
    Random random = new Random(9);
    INDArray x = random(random, PICTURES, INPUTS);
    INDArray w = random(random, INPUTS, OUTPUTS).dup('f');
    INDArray b = random(random, OUTPUTS);
    INDArray dy = random(random, PICTURES, OUTPUTS);
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, PICTURES, OUTPUTS);
    INDArray dx = Nd4j.createUninitialized(DataType.FLOAT, PICTURES, INPUTS);
    INDArray dw = Nd4j.create(DataType.FLOAT, new long[] {INPUTS, OUTPUTS}, 'f');
    INDArray db = Nd4j.createUninitialized(DataType.FLOAT, OUTPUTS);
    Kernels.Operands operands = new Kernels.Operands(x, w, b, y);
    kernel.forward(operands);
    kernel.backward(operands, new Kernels.Gradients(dy.dup(), Optional.of(dx), dw, db));

    INDArray product = wide(x).mmul(wide(w)).addRowVector(wide(b));
    INDArray open = product.gt(0).castTo(DataType.DOUBLE);
    INDArray delta = rectified ? wide(dy).mul(open) : wide(dy);
    assertClose(y, rectified ? product.mul(open) : product);
    assertClose(dx, delta.mmul(wide(w).transpose()));
    assertClose(dw, wide(x).transpose().mmul(delta));
    assertClose(db, delta.sum(0));
  }

  private static INDArray wide(INDArray array) {
    return array.castTo(DataType.DOUBLE);
  }

  private static void assertClose(INDArray actual, INDArray wanted) {
    double scale = wanted.amaxNumber().doubleValue();
    assertThat(wide(actual).sub(wanted).amaxNumber().doubleValue() / scale)
        .isCloseTo(0, within(1e-6));
  }

  private static INDArray random(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextFloat() * 2 - 1);
    }
    return array;
  }
}
