// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Caffe's weight decay: {@code gradient = gradient + decay * w}, before the momentum.
 *
 * <p>DL4J's {@code L2Regularization} does the same to the gradient, but adds its term to the score
 * also; Caffe's loss has no such term, and its norm costs a pass over all weights in each
 * iteration.
 *
 * @param decay factor of the weight; not negative
 */
public record WeightDecay(@JsonProperty("decay") double decay) implements Regularization {

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.BEFORE_UPDATER;
  }

  @Override
  public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
    Nd4j.exec(new Axpy(param, gradView, gradView, decay));
  }

  /** Nothing: the score is the loss alone, as in Caffe. */
  @Override
  public double score(INDArray param, int iteration, int epoch) {
    return 0;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public Regularization clone() {
    return this;
  }
}
