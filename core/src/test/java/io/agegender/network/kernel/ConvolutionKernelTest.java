// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agegender.network.definition.Window;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both kernels against the definition of a convolution, written as loops in double. */
class ConvolutionKernelTest {
  private static final Random RANDOM = new Random(3);

  static Stream<Arguments> kernelsAndShapes() {
    return Stream.<Kernels>of(new OneDnnKernels(), new OperationKernels(true))
        .flatMap(
            kernel ->
                Stream.of(
                        new ConvolutionShape(2, 3, 9, 11, 16, new Window(3, 2, 0), 1, true),
                        new ConvolutionShape(1, 32, 6, 6, 20, new Window(5, 1, 2), 1, false),
                        new ConvolutionShape(3, 32, 7, 5, 48, new Window(3, 1, 1), 2, true),
                        new ConvolutionShape(2, 6, 4, 4, 9, new Window(1, 1, 0), 3, true),
                        // The last column and row of the input are not used.
                        new ConvolutionShape(1, 4, 8, 8, 8, new Window(3, 4, 0), 1, false))
                    .map(shape -> Arguments.of(kernel, shape)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("kernelsAndShapes")
  void computesTheDefinition(Kernels kernels, ConvolutionShape shape) {
    INDArray x = random(shape.input());
    INDArray w = random(weightShape(shape));
    INDArray b = random(shape.outChannels());
    INDArray dy = random(shape.output());
    INDArray y = garbage(shape.output());
    INDArray dx = garbage(shape.input());
    INDArray dw = garbage(weightShape(shape));
    INDArray db = garbage(shape.outChannels());
    Kernels.Learning kernel = kernels.convolution(shape);
    Kernels.Operands operands = new Kernels.Operands(x, w, b, y);
    kernel.forward(operands);
    INDArray passed = dy.dup();
    kernel.backward(operands, new Kernels.Gradients(passed, Optional.of(dx), dw, db));

    // What the ReLU lets through.
    INDArray delta = shape.rectified() ? dy.mul(y.gt(0).castTo(DataType.FLOAT)) : dy;
    INDArray wantedY = Nd4j.zeros(DataType.DOUBLE, shape.output());
    INDArray wantedDx = Nd4j.zeros(DataType.DOUBLE, shape.input());
    INDArray wantedDw = Nd4j.zeros(DataType.DOUBLE, weightShape(shape));
    forEachProduct(
        shape,
        (out, in, weight) -> {
          add(wantedY, out, x.getDouble(in) * w.getDouble(weight));
          add(wantedDx, in, delta.getDouble(out) * w.getDouble(weight));
          add(wantedDw, weight, delta.getDouble(out) * x.getDouble(in));
        });
    wantedY.addi(b.castTo(DataType.DOUBLE).reshape(1, shape.outChannels(), 1, 1));
    if (shape.rectified()) {
      wantedY.assign(Nd4j.math.max(wantedY, Nd4j.zerosLike(wantedY)));
      assertThat(y.lte(0).castTo(DataType.INT32).sumNumber().intValue()).isPositive();
    }
    assertClose(y, wantedY);
    assertClose(dx, wantedDx);
    assertClose(dw, wantedDw);
    assertClose(db, delta.castTo(DataType.DOUBLE).sum(0, 2, 3));

    // Without the gradient at the input the others stay bitwise identical.
    INDArray dwAlone = garbage(weightShape(shape));
    INDArray dbAlone = garbage(shape.outChannels());
    kernel.backward(operands, new Kernels.Gradients(dy.dup(), Optional.empty(), dwAlone, dbAlone));
    assertThat(dwAlone).isEqualTo(dw);
    assertThat(dbAlone).isEqualTo(db);
  }

  /** Parameters and gradients of a network are views into one vector. */
  @Test
  void readsAndWritesViews() {
    ConvolutionShape shape = new ConvolutionShape(2, 4, 5, 5, 8, new Window(3, 1, 1), 2, false);
    INDArray x = random(shape.input());
    INDArray flat = random(5 + 8 * 2 * 9);
    INDArray w =
        flat.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(5, 5 + 8 * 2 * 9))
            .reshape('c', weightShape(shape));
    INDArray b = random(8);
    INDArray fromView = garbage(shape.output());
    INDArray fromCopy = garbage(shape.output());
    Kernels.Learning kernel = Kernels.ofThisJvm().convolution(shape);
    kernel.forward(new Kernels.Operands(x, w, b, fromView));
    kernel.forward(new Kernels.Operands(x, w.dup(), b, fromCopy));
    assertThat(fromView).isEqualTo(fromCopy);
  }

  @Test
  void oneDnnIsThereOnThisPlatform() {
    assertThat(Kernels.ofThisJvm()).isInstanceOf(OneDnnKernels.class);
  }

  private interface Product {
    void accept(long[] out, long[] in, long[] weight);
  }

  private static void forEachProduct(ConvolutionShape s, Product product) {
    long inPerGroup = s.inChannels() / s.groups();
    long outPerGroup = s.outChannels() / s.groups();
    for (long[] out : indices(s.output())) {
      for (long[] k : indices(inPerGroup, s.window().kernel(), s.window().kernel())) {
        long row = out[2] * s.window().stride() - s.window().pad() + k[1];
        long column = out[3] * s.window().stride() - s.window().pad() + k[2];
        if (row >= 0 && row < s.inHeight() && column >= 0 && column < s.inWidth()) {
          long channel = out[1] / outPerGroup * inPerGroup + k[0];
          product.accept(
              out,
              new long[] {out[0], channel, row, column},
              new long[] {out[1], k[0], k[1], k[2]});
        }
      }
    }
  }

  private static Iterable<long[]> indices(long... shape) {
    long count =
        Stream.of(shape).flatMapToLong(java.util.Arrays::stream).reduce(1, (a, b) -> a * b);
    return () ->
        java.util.stream.LongStream.range(0, count)
            .mapToObj(
                flat -> {
                  long[] index = new long[shape.length];
                  long rest = flat;
                  for (int i = shape.length - 1; i >= 0; i--) {
                    index[i] = rest % shape[i];
                    rest /= shape[i];
                  }
                  return index;
                })
            .iterator();
  }

  private static void add(INDArray to, long[] at, double value) {
    to.putScalar(at, to.getDouble(at) + value);
  }

  private static void assertClose(INDArray actual, INDArray wanted) {
    double scale = wanted.amaxNumber().doubleValue();
    double error = actual.castTo(DataType.DOUBLE).sub(wanted).amaxNumber().doubleValue() / scale;
    assertThat(error).isCloseTo(0, within(1e-6));
  }

  private static long[] weightShape(ConvolutionShape s) {
    return new long[] {
      s.outChannels(), s.inChannels() / s.groups(), s.window().kernel(), s.window().kernel()
    };
  }

  private static INDArray random(long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long[] index : indices(shape)) {
      array.putScalar(index, RANDOM.nextFloat() * 2 - 1);
    }
    return array;
  }

  private static INDArray garbage(long... shape) {
    return Nd4j.valueArrayOf(shape, Float.NaN, DataType.FLOAT);
  }
}
