// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Momentum as in Caffe's SGD solver: {@code v = momentum * v + rate * gradient; w = w - v}.
 *
 * <p>ND4J's {@code Nesterovs} is another method (it looks ahead), and there is none of this kind in
 * ND4J. The rate is inside the velocity, so that a step of the rate does not rescale what was
 * gathered before. The state is the velocity, one number for each parameter.
 */
public final class CaffeMomentum implements IUpdater {
  private static final long serialVersionUID = 1L;

  private double learningRate;
  private ISchedule learningRateSchedule;
  private final double momentum;

  /**
   * @param schedule rate as a function of the iteration
   * @param momentum share of the velocity that is kept, 0 to below 1
   */
  public CaffeMomentum(ISchedule schedule, double momentum) {
    this(Double.NaN, schedule, momentum);
  }

  /**
   * @param learningRate used if there is no schedule
   * @param learningRateSchedule may be null
   * @param momentum share of the velocity that is kept, 0 to below 1
   */
  public CaffeMomentum(
      @JsonProperty("learningRate") double learningRate,
      @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
      @JsonProperty("momentum") double momentum) {
    this.learningRate = learningRate;
    this.learningRateSchedule = learningRateSchedule;
    this.momentum = momentum;
  }

  /** Share of the velocity that is kept, 0 to below 1. */
  public double momentum() {
    return momentum;
  }

  @Override
  public long stateSize(long numParams) {
    return numParams;
  }

  @Override
  public GradientUpdater<CaffeMomentum> instantiate(
      INDArray viewArray, boolean initializeViewArray) {
    CaffeMomentumUpdater updater = new CaffeMomentumUpdater(this);
    INDArray velocity = viewArray.reshape(viewArray.length());
    updater.setStateViewArray(velocity, velocity.shape(), velocity.ordering(), initializeViewArray);
    return updater;
  }

  @Override
  public GradientUpdater<CaffeMomentum> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    CaffeMomentumUpdater updater = new CaffeMomentumUpdater(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    learningRate = lr;
    learningRateSchedule = lrSchedule;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public CaffeMomentum clone() {
    return new CaffeMomentum(
        learningRate, learningRateSchedule == null ? null : learningRateSchedule.clone(), momentum);
  }

  /** Layers whose updaters are equal share one block of the update. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CaffeMomentum that
        && Double.compare(learningRate, that.learningRate) == 0
        && Double.compare(momentum, that.momentum) == 0
        && Objects.equals(learningRateSchedule, that.learningRateSchedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(learningRate, learningRateSchedule, momentum);
  }

  @Override
  public String toString() {
    return "CaffeMomentum(learningRate=%s, schedule=%s, momentum=%s)"
        .formatted(learningRate, learningRateSchedule, momentum);
  }
}
