// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;
import io.agegender.engine.Primitives;
import io.agegender.engine.Segments;
import io.agegender.engine.shape.ChannelCopy;
import io.agegender.engine.shape.CropShape;
import io.agegender.engine.shape.DropoutMask;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.SolverStep;
import io.agegender.network.definition.Window;

/** All operations but memory, convolutions, products and sums of a bias's gradient. */
public abstract class KernelPrimitives implements Primitives {
  private final KernelLauncher kernels;

  protected KernelPrimitives(KernelLauncher kernels) {
    this.kernels = kernels;
  }

  /** Where a memory begins, for a kernel. */
  protected abstract long address(Memory memory);

  /** Where floats begin, for a kernel. */
  protected final long at(Floats floats) {
    return address(floats.memory()) + Float.BYTES * floats.first();
  }

  @Override
  public final void prepare(
      CropShape shape, Memory records, Floats mean, Memory draws, Floats out) {
    kernels.launch(
        "prepare",
        address(records),
        at(mean),
        address(draws),
        at(out),
        shape.side(),
        shape.size(),
        shape.count());
  }

  @Override
  public final void addBias(Planes shape, Floats bias, Floats y, boolean rectify) {
    kernels.launch(
        "add_bias",
        at(bias),
        at(y),
        shape.channels(),
        shape.area(),
        rectify ? 1 : 0,
        shape.count());
  }

  @Override
  public final void relu(Floats x, Floats y) {
    kernels.launch("relu", at(x), at(y), x.count());
  }

  @Override
  public final void reluBackward(Floats y, Floats dy, Floats dx) {
    kernels.launch("relu_backward", at(y), at(dy), at(dx), y.count());
  }

  @Override
  public final void maxPool(PoolShape shape, Floats x, Floats y, Memory places) {
    Window window = shape.window();
    kernels.launch(
        "max_pool",
        at(x),
        at(y),
        address(places),
        shape.size(),
        shape.outputSize(),
        window.kernel(),
        window.stride(),
        window.pad(),
        shape.outputCount());
  }

  @Override
  public final void maxPoolBackward(PoolShape shape, Floats dy, Memory places, Floats dx) {
    Window window = shape.window();
    kernels.launch(
        "max_pool_backward",
        at(dy),
        address(places),
        at(dx),
        shape.size(),
        shape.outputSize(),
        window.kernel(),
        window.stride(),
        window.pad(),
        shape.inputCount());
  }

  @Override
  public final void averagePool(PoolShape shape, Floats x, Floats y) {
    pool("average_pool", shape, x, y, shape.outputCount());
  }

  @Override
  public final void averagePoolBackward(PoolShape shape, Floats dy, Floats dx) {
    pool("average_pool_backward", shape, dy, dx, shape.inputCount());
  }

  private void pool(String kernel, PoolShape shape, Floats from, Floats to, long count) {
    Window window = shape.window();
    kernels.launch(
        kernel,
        at(from),
        at(to),
        shape.size(),
        shape.outputSize(),
        window.kernel(),
        window.stride(),
        window.pad(),
        count);
  }

  @Override
  public final void lrn(LrnShape shape, Floats x, Floats y, Floats scale) {
    kernels.launch(
        "lrn",
        at(x),
        at(y),
        at(scale),
        shape.channels(),
        shape.area(),
        shape.size(),
        bits(shape.weight()),
        bits(shape.beta()),
        bits(shape.offset()),
        shape.count());
  }

  @Override
  public final void lrnBackward(
      LrnShape shape, Floats x, Floats y, Floats scale, Floats dy, Floats dx) {
    kernels.launch(
        "lrn_backward",
        at(x),
        at(y),
        at(scale),
        at(dy),
        at(dx),
        shape.channels(),
        shape.area(),
        shape.size(),
        bits(2 * shape.weight() * shape.beta()),
        bits(shape.beta()),
        shape.count());
  }

  @Override
  public final void dropout(DropoutMask mask, Floats x, Floats y) {
    kernels.launch(
        "dropout", at(x), at(y), mask.seed(), mask.threshold(), bits(mask.factor()), x.count());
  }

  @Override
  public final void copyChannels(ChannelCopy shape, Floats from, Floats to) {
    kernels.launch(
        "copy_channels",
        at(from),
        at(to),
        shape.area(),
        shape.channels(),
        shape.from().channels(),
        shape.from().first(),
        shape.to().channels(),
        shape.to().first(),
        shape.count());
  }

  @Override
  public final void add(Floats from, Floats to) {
    kernels.launch("add", at(from), at(to), from.count());
  }

  @Override
  public final void softmax(LossShape shape, Floats x, Floats probabilities) {
    kernels.launch("softmax", at(x), at(probabilities), shape.classes(), shape.rows());
  }

  @Override
  public final void softmaxLoss(
      LossShape shape, Floats x, Memory labels, Floats probabilities, Floats dx, Floats losses) {
    softmax(shape, x, probabilities);
    kernels.launch(
        "softmax_loss",
        at(probabilities),
        address(labels),
        at(dx),
        at(losses),
        shape.classes(),
        bits(shape.weight()),
        shape.rows());
  }

  @Override
  public final void update(
      SolverStep step, Segments segments, Floats parameters, Floats velocities, Floats gradients) {
    kernels.launch(
        "update",
        at(parameters),
        at(velocities),
        at(gradients),
        address(segments.firsts()),
        at(segments.rates()),
        at(segments.decays()),
        segments.count(),
        bits(step.rate()),
        bits(step.momentum()),
        bits(step.decay()),
        parameters.count());
  }

  private static long bits(float value) {
    return Float.floatToRawIntBits(value);
  }
}
