// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.check;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;
import io.agegender.engine.Primitives;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.plan.NetworkPlan;
import io.agegender.engine.plan.NetworkPlan.PlanStep;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.PoolShape;
import io.agegender.network.kernel.host.PoolingPlane;
import io.agegender.network.kernel.host.PoolingPlane.Plane;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;

/**
 * Plain Java that decides in its first pass as another engine did, and for itself afterwards. It
 * counts where it would have decided differently, and how far the numbers were from a tie.
 */
final class Replay {
  private final HostPrimitives host = new HostPrimitives();
  private final NetworkPlan plan;
  private final Decisions decisions;
  private final Iterator<PlanStep> steps;
  private long different;
  private double furthest;

  Replay(NetworkPlan plan, Decisions decisions) {
    this.plan = plan;
    this.decisions = decisions;
    this.steps = Decisions.deciding(plan).iterator();
  }

  /** The operations, for one network. */
  Primitives primitives() {
    return (Primitives)
        Proxy.newProxyInstance(
            Primitives.class.getClassLoader(),
            new Class<?>[] {Primitives.class},
            (proxy, method, arguments) -> asked(method, arguments));
  }

  /** Decisions that plain Java would have made differently. */
  long different() {
    return different;
  }

  /** The largest distance from a tie among these, as a share of the blob's largest number. */
  double furthest() {
    return furthest;
  }

  private Object asked(Method method, Object[] arguments) throws Throwable {
    boolean decides =
        switch (method.getName()) {
          case "maxPool", "relu" -> true;
          case "addBias" -> (Boolean) arguments[3];
          default -> false;
        };
    if (decides && steps.hasNext()) {
      float[] theirs = decisions.blobs().get(Decisions.source(plan, steps.next()));
      if (theirs != null) {
        decide(method.getName(), arguments, theirs);
        return null;
      }
    }
    try {
      return method.invoke(host, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void decide(String operation, Object[] arguments, float[] theirs) {
    switch (operation) {
      case "maxPool" ->
          pool(
              (PoolShape) arguments[0],
              (Floats) arguments[1],
              (Floats) arguments[2],
              (Memory) arguments[3],
              theirs);
      case "relu" -> rectify((Floats) arguments[0], (Floats) arguments[1], theirs);
      default -> {
        Floats y = (Floats) arguments[2];
        host.addBias((Planes) arguments[0], (Floats) arguments[1], y, false);
        rectify(y, y, theirs);
      }
    }
  }

  private void rectify(Floats from, Floats to, float[] theirs) {
    float[] own = values(from);
    double largest = largest(own);
    for (int i = 0; i < own.length; i++) {
      boolean passes = (Float.isNaN(theirs[i]) ? own[i] : theirs[i]) > 0;
      if (passes != own[i] > 0) {
        differs(Math.abs(own[i]), largest);
      }
      // The smallest number lets the gradient through.
      own[i] = passes ? Math.max(own[i], Float.MIN_NORMAL) : 0;
    }
    host.upload(own, to);
  }

  private void pool(PoolShape shape, Floats x, Floats y, Memory places, float[] theirs) {
    float[] own = values(x);
    double largest = largest(own);
    PoolingPlane pooling = new PoolingPlane(shape.window(), shape.size(), shape.outputSize());
    int inputs = shape.size() * shape.size();
    int outputs = shape.outputSize() * shape.outputSize();
    float[] made = new float[shape.planes() * outputs];
    int[] taken = new int[made.length];
    int[] mine = new int[made.length];
    for (int plane = 0; plane < shape.planes(); plane++) {
      Plane to = new Plane(made, plane * outputs);
      pooling.maximum(new Plane(theirs, plane * inputs), to, taken, plane * outputs);
      pooling.maximum(new Plane(own, plane * inputs), to, mine, plane * outputs);
      for (int i = plane * outputs; i < (plane + 1) * outputs; i++) {
        float chosen = own[plane * inputs + taken[i]];
        if (taken[i] != mine[i]) {
          differs(Math.abs((double) made[i] - chosen), largest);
        }
        made[i] = chosen;
      }
    }
    host.upload(made, y);
    host.upload(taken, places);
  }

  private void differs(double distance, double largest) {
    different++;
    furthest = Math.max(furthest, distance == 0 ? 0 : distance / largest);
  }

  private float[] values(Floats from) {
    float[] values = new float[Math.toIntExact(from.count())];
    host.download(from, values);
    return values;
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
