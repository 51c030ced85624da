// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.plan;

import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.LossShape;
import io.agegender.engine.shape.LrnShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.engine.shape.ProductShape;
import io.agegender.network.definition.BlobShape;
import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.InnerProduct;
import io.agegender.network.definition.LayerDefinition.LocalResponseNorm;
import io.agegender.network.definition.LayerDefinition.Pooling;
import io.agegender.network.definition.LayerDefinition.SoftmaxLoss;

/**
 * The shapes of a plan's steps for batches of one size.
 *
 * @param pictures in a batch, at least 1
 */
public record StepShapes(NetworkPlan plan, int pictures) {
  /** Of a convolution's step. */
  public ConvolutionShape convolution(PlanStep step) {
    Convolution convolution = (Convolution) step.definition();
    BlobShape in = input(step);
    return new ConvolutionShape(
        pictures,
        in.channels(),
        in.size(),
        convolution.outputs(),
        convolution.window(),
        convolution.groups());
  }

  /** Of a fully connected layer's step. */
  public ProductShape product(PlanStep step) {
    InnerProduct product = (InnerProduct) step.definition();
    return new ProductShape(pictures, Math.toIntExact(input(step).count()), product.outputs());
  }

  /** Of a pooling layer's step. */
  public PoolShape pool(PlanStep step) {
    BlobShape in = input(step);
    int outputSize = plan.blobs().get(step.output()).shape().size();
    return new PoolShape(
        pictures * in.channels(), in.size(), outputSize, ((Pooling) step.definition()).window());
  }

  /** Of a normalisation's step. */
  public LrnShape lrn(PlanStep step) {
    LocalResponseNorm norm = (LocalResponseNorm) step.definition();
    BlobShape in = input(step);
    return new LrnShape(
        pictures,
        in.channels(),
        in.size() * in.size(),
        norm.size(),
        (float) (norm.alpha() / norm.size()),
        (float) norm.beta(),
        (float) norm.k());
  }

  /** Of a softmax's step, with its loss or without. */
  public LossShape loss(PlanStep step) {
    double weight = step.definition() instanceof SoftmaxLoss loss ? loss.weight() : 1;
    return new LossShape(pictures, input(step).channels(), (float) weight);
  }

  /** Of a blob. */
  public Planes planes(int blob) {
    BlobShape shape = plan.blobs().get(blob).shape();
    return new Planes(pictures, shape.channels(), shape.size() * shape.size());
  }

  private BlobShape input(PlanStep step) {
    return plan.blobs().get(step.inputs().get(0)).shape();
  }
}
