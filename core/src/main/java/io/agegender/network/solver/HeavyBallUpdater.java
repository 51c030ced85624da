package io.agegender.network.solver;

import io.agegender.network.kernel.Backend;
import io.agegender.network.kernel.HostFloats;
import io.agegender.network.kernel.Threads;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/** Applies {@link HeavyBall} to one block of parameters; not thread-safe. */
final class HeavyBallUpdater implements GradientUpdater<HeavyBall> {
  private static final String VELOCITY = "V";

  /** Numbers in a run: two of them fit the first-level cache. */
  private static final int RUN = 2048;

  private final HeavyBall config;
  private INDArray velocity;

  HeavyBallUpdater(HeavyBall config) {
    this.config = config;
  }

  @Override
  public HeavyBall getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    if (stateMap.size() != 1 || !stateMap.containsKey(VELOCITY)) {
      throw new IllegalArgumentException(
          "state of a heavy-ball updater: needs '%s' alone, got %s"
              .formatted(VELOCITY, stateMap.keySet()));
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
    if (Backend.isCpu()) {
      applyInOnePass(gradient, (float) rate, (float) config.momentum());
    } else {
      velocity.muli(config.momentum());
      Nd4j.exec(new Axpy(gradient, velocity, velocity, rate));
      gradient.assign(velocity);
    }
  }

  /** The three operations in one: the update is bound by memory. */
  private void applyInOnePass(INDArray gradient, float rate, float momentum) {
    HostFloats state = HostFloats.of(velocity);
    HostFloats update = HostFloats.of(gradient);
    long length = velocity.length();
    int runs = Math.toIntExact((length + RUN - 1) / RUN);
    Threads.split(
        runs,
        (from, to) -> {
          float[] v = new float[RUN];
          float[] g = new float[RUN];
          for (int run = from; run < to; run++) {
            int start = run * RUN;
            int size = (int) Math.min(RUN, length - start);
            state.read(start, v, size);
            update.read(start, g, size);
            for (int i = 0; i < size; i++) {
              v[i] = momentum * v[i] + rate * g[i];
            }
            state.write(start, v, size);
            update.write(start, v, size);
          }
        });
    state.written();
    update.written();
  }
}
