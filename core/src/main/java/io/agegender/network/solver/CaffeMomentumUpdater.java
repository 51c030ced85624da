// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.solver;

import io.agegender.network.kernel.Kernels;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Applies {@link CaffeMomentum} to one block of parameters; not thread-safe. */
final class CaffeMomentumUpdater implements GradientUpdater<CaffeMomentum> {
  private static final String VELOCITY = "V";

  private final CaffeMomentum config;
  private INDArray velocity;

  CaffeMomentumUpdater(CaffeMomentum config) {
    this.config = config;
  }

  @Override
  public CaffeMomentum getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    if (stateMap.size() != 1 || !stateMap.containsKey(VELOCITY)) {
      throw new IllegalArgumentException(
          "state of the momentum: needs '%s' alone, got %s".formatted(VELOCITY, stateMap.keySet()));
    }
    velocity = stateMap.get(VELOCITY);
    if (initialize) {
      velocity.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(VELOCITY, velocity);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    velocity = viewArray.reshape(gradientOrder, gradientShape);
    if (initialize) {
      velocity.assign(0);
    }
  }

  /** Turns the gradient into the update, in place. */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = config.getLearningRate(iteration, epoch);
    Kernels.ofThisJvm().momentum(velocity, gradient, config.momentum(), rate);
  }
}
