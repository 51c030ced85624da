// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.Memory;
import io.agegender.engine.Primitives;
import io.agegender.engine.Segments;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.plan.StepShapes;
import io.agegender.engine.provider.MathMode;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.CropShape;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.ProductShape;
import io.agegender.engine.shape.SolverStep;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.Learning;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Compares each operation at each shape of a network. */
public final class PrimitiveCheck {
  /**
   * Largest error over largest number of convolutions and products. Floats that are added one after
   * the other err by more the more there are: 2.6e-6 for 4,608 products, 4.6e-6 for 25,088, 1.0e-5
   * for 50,176, which is what a weight of VGG16's first layer is the sum of.
   */
  private static final double FP32 = 5e-6;

  private static final double SUMMANDS = 4096;

  /**
   * How much more a convolution may err: Winograd's transforms amplify rounding. 6 x 6 tiles in
   * floats err by 1.9e-5 in a sum of 25,088 products that errs by 5.5e-6 when it is added in order
   * (numbers between -1 and 1).
   */
  private static final double TRANSFORMS = 4;

  private static final double TF32 = 3e-3;

  private static final double EXPONENTIALS = 1e-6;

  private final Random random = new Random(11);
  private final Primitives tested;
  private final Primitives reference;
  private final MathMode math;
  private final Set<Object> done;
  private final Consumer<Result> results;

  /**
   * One operation.
   *
   * @param name with its shape
   * @param figure how far both are apart
   * @param problem empty if that is permitted
   */
  public record Result(String name, String figure, String problem) {}

  /**
   * @param math that the tested operations have
   * @param done shapes that have been compared; takes those that are
   * @param results takes each comparison as it is made: a device may be lost at the next one
   */
  PrimitiveCheck(
      Primitives tested,
      Primitives reference,
      MathMode math,
      Set<Object> done,
      Consumer<Result> results) {
    this.tested = tested;
    this.reference = reference;
    this.math = math;
    this.done = done;
    this.results = results;
  }

  /**
   * Compares all operations that a network needs.
   *
   * @param pictures in a batch, at least 1
   */
  public static List<Result> of(
      NetworkPlan plan, int pictures, Primitives tested, Primitives reference) {
    List<Result> results = new ArrayList<>();
    new PrimitiveCheck(tested, reference, MathMode.FP32, new HashSet<>(), results::add)
        .check(plan, pictures);
    return results;
  }

  /** Compares all operations that a network needs; in TF32 those alone that differ from FP32. */
  void check(NetworkPlan plan, int pictures) {
    StepShapes shapes = new StepShapes(plan, pictures);
    int size = plan.network().inputShape().size();
    plan.steps().forEach(step -> sums(shapes, step));
    if (math == MathMode.FP32) {
      plan.steps().forEach(step -> step(shapes, step));
      others(new CropShape(pictures, size + 3, size), shapes.planes(1));
    }
  }

  private void sums(StepShapes shapes, PlanStep step) {
    if (step.definition() instanceof Convolution && done.add(shapes.convolution(step))) {
      convolution(shapes.convolution(step));
    } else if (step.definition() instanceof InnerProduct && done.add(shapes.product(step))) {
      product(shapes.product(step));
    }
  }

  private void step(StepShapes shapes, PlanStep step) {
    LayerDefinition layer = step.definition();
    if (layer instanceof Learning && done.add(shapes.planes(step.output()))) {
      bias(shapes.planes(step.output()));
    } else if (layer instanceof Pooling pooling
        && done.add(List.of(pooling.method(), shapes.pool(step)))) {
      if (pooling.method() == Pooling.Method.MAX) {
        maximum(shapes.pool(step));
      } else {
        average(shapes.pool(step));
      }
    } else if (layer instanceof LocalResponseNorm && done.add(shapes.lrn(step))) {
      lrn(shapes.lrn(step));
    } else if (layer instanceof SoftmaxLoss && done.add(shapes.loss(step))) {
      loss(shapes.loss(step));
    }
  }

  private void others(CropShape crops, Planes blob) {
    if (done.add(crops)) {
      prepare(crops);
      elementwise(blob);
      update();
    }
  }

  private void prepare(CropShape shape) {
    byte[] records = new byte[3 * shape.side() * shape.side() * shape.pictures()];
    random.nextBytes(records);
    int[] draws = new int[3 * shape.pictures()];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = random.nextInt(i % 3 == 2 ? 2 : shape.side() - shape.size() + 1);
    }
    float[] mean = numbers(3L * shape.side() * shape.side());
    compare(
        "prepare " + shape,
        0,
        in(mean),
        out(shape.count()),
        (p, in, out) -> {
          Memory bytes = p.bytes(records.length);
          Memory ints = p.ints(draws.length);
          p.upload(records, bytes);
          p.upload(draws, ints);
          p.prepare(shape, bytes, in[0], ints, out[0]);
        });
  }

  private void convolution(ConvolutionShape shape) {
    float[] x = numbers(shape.inputCount());
    float[] w = numbers(shape.weightCount());
    float[] dy = numbers(shape.outputCount());
    int side = shape.outputSize();
    int kernel = shape.window().kernel();
    compare(
        "convolution " + shape,
        (math == MathMode.FP32 ? TRANSFORMS : 1)
            * limit(
                shape.depth(),
                shape.groupOutputs() * kernel * kernel,
                shape.pictures() * side * side),
        in(x, w, dy),
        out(shape.outputCount(), shape.inputCount(), shape.weightCount()),
        (p, in, out) -> {
          p.convolve(shape, in[0], in[1], out[0]);
          p.convolveData(shape, in[1], in[2], out[1]);
          p.convolveWeights(shape, in[0], in[2], out[2]);
        });
  }

  private void product(ProductShape shape) {
    long weights = (long) shape.inputs() * shape.outputs();
    long x = (long) shape.rows() * shape.inputs();
    long y = (long) shape.rows() * shape.outputs();
    compare(
        "product " + shape,
        limit(shape.rows(), shape.inputs(), shape.outputs()),
        in(numbers(x), numbers(weights), numbers(y)),
        out(y, x, weights),
        (p, in, out) -> {
          p.multiply(shape, in[0], in[1], out[0]);
          p.multiplyData(shape, in[1], in[2], out[1]);
          p.multiplyWeights(shape, in[0], in[2], out[2]);
        });
  }

  private void bias(Planes shape) {
    float[] y = numbers(shape.count());
    float[] bias = numbers(shape.channels());
    for (boolean rectify : new boolean[] {false, true}) {
      compare(
          (rectify ? "bias, ReLU " : "bias ") + shape,
          0,
          in(y, bias),
          out(shape.count()),
          (p, in, out) -> {
            p.copyChannels(ChannelCopy.all(shape.count()), in[0], out[0]);
            p.addBias(shape, in[1], out[0], rectify);
          });
    }
    compare(
        "gradient of bias " + shape,
        limit(shape.pictures() * shape.area()),
        in(y),
        out(shape.channels()),
        (p, in, out) -> p.biasGradient(shape, in[0], out[0]));
  }

  private void maximum(PoolShape shape) {
    compare(
        "max pool " + shape,
        0,
        in(numbers(shape.inputCount()), numbers(shape.outputCount())),
        out(shape.outputCount(), shape.inputCount()),
        (p, in, out) -> {
          Memory places = p.ints(Math.toIntExact(shape.outputCount()));
          p.maxPool(shape, in[0], out[0], places);
          p.maxPoolBackward(shape, in[1], places, out[1]);
        });
  }

  private void average(PoolShape shape) {
    compare(
        "average pool " + shape,
        0,
        in(numbers(shape.inputCount()), numbers(shape.outputCount())),
        out(shape.outputCount(), shape.inputCount()),
        (p, in, out) -> {
          p.averagePool(shape, in[0], out[0]);
          p.averagePoolBackward(shape, in[1], out[1]);
        });
  }

  private void lrn(LrnShape shape) {
    compare(
        "lrn " + shape,
        shape.beta() == 0.75f ? 0 : EXPONENTIALS,
        in(numbers(shape.count()), numbers(shape.count())),
        out(shape.count(), shape.count(), shape.count()),
        (p, in, out) -> {
          p.lrn(shape, in[0], out[0], out[1]);
          p.lrnBackward(shape, in[0], out[0], out[1], in[1], out[2]);
        });
  }

  private void loss(LossShape shape) {
    int[] labels = new int[shape.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(shape.classes());
    }
    long scores = (long) shape.rows() * shape.classes();
    float[] x = numbers(scores);
    for (int i = 0; i < x.length; i++) {
      x[i] /= 10;
    }
    compare(
        "softmax loss " + shape,
        EXPONENTIALS,
        in(x),
        out(scores, scores, shape.rows()),
        (p, in, out) -> {
          Memory ints = p.ints(labels.length);
          p.upload(labels, ints);
          p.softmaxLoss(shape, in[0], ints, out[0], out[1], out[2]);
        });
  }

  private void elementwise(Planes shape) {
    long count = shape.count();
    DropoutMask mask = DropoutMask.of(5, 3, 0.4);
    ChannelCopy copy =
        new ChannelCopy(
            shape.pictures(),
            shape.area(),
            1,
            new ChannelCopy.Side(shape.channels(), shape.channels() - 1),
            new ChannelCopy.Side(2, 1));
    compare(
        "relu, its gradient, dropout, sum, copy " + shape,
        0,
        in(numbers(count), numbers(count)),
        out(count, count, count, 2L * shape.pictures() * shape.area()),
        (p, in, out) -> {
          p.relu(in[0], out[0]);
          p.reluBackward(out[0], in[1], out[1]);
          p.dropout(mask, in[0], out[2]);
          p.add(in[1], out[2]);
          p.copyChannels(copy, in[0], out[3]);
        });
  }

  private void update() {
    int count = 10_007;
    int[] firsts = {0, 1, 96, 5_000, 10_000};
    SolverStep step = new SolverStep(1e-2f, 0.9f, 5e-4f);
    compare(
        "update",
        0,
        in(numbers(count), numbers(count), numbers(count), numbers(firsts.length)),
        out(count, count),
        (p, in, out) -> {
          Memory places = p.ints(firsts.length);
          p.upload(firsts, places);
          p.add(in[0], out[0]);
          p.add(in[1], out[1]);
          p.update(step, new Segments(places, in[3], in[3]), out[0], out[1], in[2]);
        });
  }

  /**
   * @param summands of each result
   */
  private double limit(int... summands) {
    int most = Arrays.stream(summands).max().orElseThrow();
    return math == MathMode.FP32 ? FP32 * Math.max(1, Math.sqrt(most / SUMMANDS)) : TF32;
  }

  private void compare(
      String name, double limit, float[][] inputs, long[] outputs, Trial.Body body) {
    results.accept(new Trial(name, limit, inputs, outputs, body).compare(tested, reference));
  }

  private float[] numbers(long count) {
    return Trial.numbers(random, count);
  }

  private static float[][] in(float[]... arrays) {
    return arrays;
  }

  private static long[] out(long... counts) {
    return counts;
  }
}
