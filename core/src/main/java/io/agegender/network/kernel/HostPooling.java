// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import io.agegender.network.definition.Window;
import io.agegender.network.kernel.host.HostFloats;
import io.agegender.network.kernel.host.PoolingPlane;
import io.agegender.network.kernel.host.PoolingPlane.Plane;
import io.agegender.network.kernel.host.Threads;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooling in Java, one plane after the other: for means whose last window reaches over the edge,
 * and for maxima where oneDNN is not there. The backward pass looks for the maxima a second time.
 */
final class HostPooling implements Kernels.Pooling {
  private final PoolingPlane plane;
  private final boolean maximum;
  private final int planes;
  private final int pixels;
  private final int outputs;

  HostPooling(PoolingShape shape, boolean maximum) {
    PoolingShape.Axis axis = shape.rows();
    if (!axis.equals(shape.columns())) {
      throw new IllegalArgumentException("pooling of a picture that is not square: " + shape);
    }
    this.plane =
        new PoolingPlane(
            new Window((int) axis.kernel(), (int) axis.stride(), (int) axis.before()),
            (int) axis.input(),
            (int) axis.output());
    this.maximum = maximum;
    this.planes = Math.toIntExact(shape.pictures() * shape.channels());
    this.pixels = plane.size() * plane.size();
    this.outputs = plane.side() * plane.side();
  }

  @Override
  public void forward(INDArray x, INDArray y) {
    HostFloats in = HostFloats.of(x);
    HostFloats out = HostFloats.of(y);
    Threads.split(planes, (from, to) -> new Worker().forward(in, out, from, to));
    out.written();
  }

  @Override
  public void backward(INDArray x, INDArray dy, INDArray dx) {
    HostFloats in = HostFloats.of(x);
    HostFloats gradient = HostFloats.of(dy);
    HostFloats out = HostFloats.of(dx);
    Threads.split(planes, (from, to) -> new Worker().backward(in, gradient, out, from, to));
    out.written();
  }

  /** One thread and its memory. */
  private final class Worker {
    private final Plane input = new Plane(new float[pixels], 0);
    private final Plane output = new Plane(new float[outputs], 0);
    private final int[] places = new int[outputs];

    void forward(HostFloats x, HostFloats y, int from, int to) {
      for (int i = from; i < to; i++) {
        x.read(i * pixels, input.numbers(), pixels);
        if (maximum) {
          plane.maximum(input, output, places, 0);
        } else {
          plane.average(input, output);
        }
        y.write(i * outputs, output.numbers(), outputs);
      }
    }

    void backward(HostFloats x, HostFloats dy, HostFloats dx, int from, int to) {
      for (int i = from; i < to; i++) {
        if (maximum) {
          x.read(i * pixels, input.numbers(), pixels);
          plane.maximum(input, output, places, 0);
          dy.read(i * outputs, output.numbers(), outputs);
          plane.maximumGradient(output, places, 0, input);
        } else {
          dy.read(i * outputs, output.numbers(), outputs);
          plane.averageGradient(output, input);
        }
        dx.write(i * pixels, input.numbers(), pixels);
      }
    }
  }
}
