// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.engine.Floats;
import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.PlannedNetwork;
import io.agegender.engine.Primitives;
import io.agegender.engine.plan.NetworkPlan;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/**
 * Memory of a device that a training network takes, without a device: the network is made of
 * operations that count what is asked of them. What the libraries take for themselves is estimated:
 * {@link #LIBRARIES}.
 */
public final class DeviceBytes {
  /**
   * CUDA's own memory of a process, cuBLAS's and cuDNN's scratch. An estimate, not measured on a
   * GPU: cuDNN 9.24 asks for 216 to 521 MiB of scratch for the four networks with batches as
   * published, and cuBLAS has 32.
   */
  public static final long LIBRARIES = 1L << 30;

  private static final int SLOTS = 2;

  /** Bytes of a stored face, its place and its label, in a buffer. */
  private static final long FED = 3 * 256 * 256 + 16;

  private long count;

  private record Counted(long count) implements Memory {}

  private record CountedInlet(ByteBuffer buffer, Memory memory) implements Inlet {
    @Override
    public void send() {
      throw new IllegalStateException("nothing is computed here");
    }

    @Override
    public void receive() {
      send();
    }

    @Override
    public void release() {
      send();
    }

    @Override
    public void awaitSent() {
      send();
    }
  }

  private DeviceBytes() {}

  /**
   * Parameters, velocities, gradients, blobs and their gradients, buffers of the feed.
   *
   * @param pictures in a minibatch
   */
  public static long of(NetworkPlan plan, int pictures) {
    DeviceBytes bytes = new DeviceBytes();
    new PlannedNetwork(plan, pictures, bytes.primitives()).close();
    return bytes.count + SLOTS * FED * pictures;
  }

  /**
   * The largest minibatch whose training fits.
   *
   * @param free bytes, those of the libraries included
   * @return 0 if not even one picture fits
   */
  public static int largestBatch(NetworkPlan plan, long free) {
    long first = of(plan, 1);
    long each = of(plan, 2) - first;
    long left = free - LIBRARIES - first;
    return left < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + left / each);
  }

  private Primitives primitives() {
    return (Primitives)
        Proxy.newProxyInstance(
            Primitives.class.getClassLoader(),
            new Class<?>[] {Primitives.class},
            (proxy, method, arguments) -> asked(method, arguments));
  }

  private Object asked(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "floats" -> {
        long floats = (Long) arguments[0];
        yield new Floats(counted(floats, Float.BYTES), 0, floats);
      }
      case "ints" -> counted((Integer) arguments[0], Integer.BYTES);
      case "bytes" -> counted((Integer) arguments[0], 1);
      case "byteInlet" ->
          new CountedInlet(ByteBuffer.allocate(0), counted((Integer) arguments[0], 1));
      case "intInlet" ->
          new CountedInlet(ByteBuffer.allocate(0), counted((Integer) arguments[0], Integer.BYTES));
      default -> null;
    };
  }

  private Memory counted(long numbers, int bytes) {
    count += numbers * bytes;
    return new Counted(numbers);
  }
}
