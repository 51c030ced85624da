// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;
import io.agegender.engine.shape.PoolShape;
import io.agegender.network.kernel.host.PoolingPlane;
import io.agegender.network.kernel.host.PoolingPlane.Plane;

/** Pooling, one plane a task. */
final class HostPooling {
  private final int planes;
  private final int pixels;
  private final int outputs;
  private final PoolingPlane plane;

  HostPooling(PoolShape shape) {
    this.planes = shape.planes();
    this.pixels = shape.size() * shape.size();
    this.outputs = shape.outputSize() * shape.outputSize();
    this.plane = new PoolingPlane(shape.window(), shape.size(), shape.outputSize());
  }

  void maximum(Floats x, Floats y, Memory places) {
    int[] at = HostMemory.ints(places);
    Loops.each(planes, i -> plane.maximum(input(x, i), output(y, i), at, i * outputs));
  }

  void maximumBackward(Floats dy, Memory places, Floats dx) {
    int[] at = HostMemory.ints(places);
    Loops.each(planes, i -> plane.maximumGradient(output(dy, i), at, i * outputs, input(dx, i)));
  }

  void average(Floats x, Floats y) {
    Loops.each(planes, i -> plane.average(input(x, i), output(y, i)));
  }

  void averageBackward(Floats dy, Floats dx) {
    Loops.each(planes, i -> plane.averageGradient(output(dy, i), input(dx, i)));
  }

  private Plane input(Floats of, int number) {
    return new Plane(HostMemory.floats(of), HostMemory.first(of) + number * pixels);
  }

  private Plane output(Floats of, int number) {
    return new Plane(HostMemory.floats(of), HostMemory.first(of) + number * outputs);
  }
}
