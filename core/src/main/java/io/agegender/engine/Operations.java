// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.ProductShape;
import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;

/** Makes the operation of each step of a plan. */
final class Operations {
  private final NetworkPlan plan;
  private final int pictures;
  private final Primitives primitives;
  private final Blobs blobs;
  private final Floats parameters;
  private final Floats gradients;

  Operations(NetworkPlan plan, int pictures, Primitives primitives, Floats parameters) {
    this.plan = plan;
    this.pictures = pictures;
    this.primitives = primitives;
    this.blobs = new Blobs(plan, pictures, primitives);
    this.parameters = parameters;
    this.gradients = primitives.floats(plan.layout().count());
  }

  Blobs blobs() {
    return blobs;
  }

  Floats gradients() {
    return gradients;
  }

  Operation of(PlanStep step, Memory labels) {
    LayerDefinition definition = step.definition();
    BlobShape in = plan.blobs().get(step.inputs().get(0)).shape();
    BlobShape out = plan.blobs().get(step.output()).shape();
    if (definition instanceof Convolution convolution) {
      return new ConvolutionOperation(
          primitives, blobs, step, shape(convolution, in), learned(convolution));
    } else if (definition instanceof InnerProduct product) {
      ProductShape shape =
          new ProductShape(pictures, Math.toIntExact(in.count()), product.outputs());
      return new ProductOperation(primitives, blobs, step, shape, learned(product));
    } else if (definition instanceof Relu) {
      return new ReluOperation(primitives, blobs, step);
    } else if (definition instanceof Pooling pooling) {
      PoolShape shape =
          new PoolShape(pictures * in.channels(), in.size(), out.size(), pooling.window());
      return pooling.method() == Pooling.Method.AVERAGE
          ? new AveragePoolOperation(primitives, blobs, step, shape)
          : new MaxPoolOperation(
              primitives,
              blobs,
              step,
              shape,
              primitives.ints(Math.toIntExact(shape.outputCount())));
    } else if (definition instanceof LocalResponseNorm norm) {
      LrnShape shape = shape(norm, in);
      return new LrnOperation(primitives, blobs, step, shape, primitives.floats(shape.count()));
    } else if (definition instanceof Dropout) {
      return new DropoutOperation(primitives, blobs, step);
    } else if (definition instanceof Concat) {
      return new ConcatOperation(
          primitives,
          blobs,
          step,
          step.inputs().stream()
              .map(input -> plan.blobs().get(input).shape())
              .map(s -> new Planes(pictures, s.channels(), s.size() * s.size()))
              .toList());
    }
    double weight = definition instanceof SoftmaxLoss loss ? loss.weight() : 1;
    return new HeadOperation(
        primitives, blobs, step, new LossShape(pictures, in.channels(), (float) weight), labels);
  }

  private LearnedPart learned(LayerDefinition layer) {
    return LearnedPart.of(plan.layout().layers().get(layer.name()), parameters, gradients);
  }

  private ConvolutionShape shape(Convolution convolution, BlobShape in) {
    return new ConvolutionShape(
        pictures,
        in.channels(),
        in.size(),
        convolution.outputs(),
        convolution.window(),
        convolution.groups());
  }

  private LrnShape shape(LocalResponseNorm norm, BlobShape in) {
    return new LrnShape(
        pictures,
        in.channels(),
        in.size() * in.size(),
        norm.size(),
        (float) (norm.alpha() / norm.size()),
        (float) norm.beta(),
        (float) norm.k());
  }
}
