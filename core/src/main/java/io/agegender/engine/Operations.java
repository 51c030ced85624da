// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.plan.StepShapes;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.PoolShape;
import io.agegender.network.definition.LayerDefinition;
import io.agegender.network.definition.LayerDefinition.Concat;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Dropout;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.Relu;
import java.util.function.Supplier;

/** Makes the operation of each step of a plan. */
final class Operations {
  private final NetworkPlan plan;
  private final StepShapes shapes;
  private final Primitives primitives;
  private final Blobs blobs;
  private final Floats parameters;
  private final Floats gradients;

  /**
   * @param trains whether gradients are needed
   */
  Operations(
      NetworkPlan plan, int pictures, Primitives primitives, Floats parameters, boolean trains) {
    this.plan = plan;
    this.shapes = new StepShapes(plan, pictures);
    this.primitives = primitives;
    this.blobs = new Blobs(plan, pictures, primitives, trains);
    this.parameters = parameters;
    // Without training nobody writes there.
    this.gradients = trains ? primitives.floats(plan.layout().count()) : parameters;
  }

  Blobs blobs() {
    return blobs;
  }

  Floats gradients() {
    return gradients;
  }

  Operation of(PlanStep step, Supplier<Memory> labels) {
    LayerDefinition definition = step.definition();
    if (definition instanceof Convolution convolution) {
      return learned(
          step, WeightProduct.convolution(primitives, shapes.convolution(step)), convolution);
    } else if (definition instanceof InnerProduct product) {
      return learned(step, WeightProduct.innerProduct(primitives, shapes.product(step)), product);
    } else if (definition instanceof Relu) {
      return new ReluOperation(primitives, blobs, step);
    } else if (definition instanceof Pooling pooling) {
      PoolShape shape = shapes.pool(step);
      return pooling.method() == Pooling.Method.AVERAGE
          ? new AveragePoolOperation(primitives, blobs, step, shape)
          : new MaxPoolOperation(
              primitives,
              blobs,
              step,
              shape,
              primitives.ints(Math.toIntExact(shape.outputCount())));
    } else if (definition instanceof LocalResponseNorm) {
      LrnShape shape = shapes.lrn(step);
      return new LrnOperation(primitives, blobs, step, shape, primitives.floats(shape.count()));
    } else if (definition instanceof Dropout) {
      return new DropoutOperation(primitives, blobs, step);
    } else if (definition instanceof Concat) {
      return new ConcatOperation(
          primitives, blobs, step, step.inputs().stream().map(shapes::planes).toList());
    }
    return new HeadOperation(primitives, blobs, step, shapes.loss(step), labels);
  }

  private Operation learned(PlanStep step, WeightProduct product, LayerDefinition layer) {
    return new LearnedOperation(
        primitives,
        blobs,
        step,
        shapes.planes(step.output()),
        product,
        LearnedOperation.Part.of(plan.layout().layers().get(layer.name()), parameters, gradients));
  }
}
