// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.kernel;

import io.agegender.engine.Floats;
import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.host.HostPrimitives;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.ProductShape;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Operations by the emulated kernels on native memory; convolutions and products by Java. */
final class EmulatedPrimitives extends KernelPrimitives {
  private final HostPrimitives host = new HostPrimitives();

  /** Keeps native memory from the garbage collector as long as somebody has it. */
  private record Native(Pointer pointer, long count) implements Memory {}

  EmulatedPrimitives(EmulatedKernels kernels) {
    super(kernels);
  }

  @Override
  protected long address(Memory memory) {
    return ((Native) memory).pointer().address();
  }

  @Override
  public Floats floats(long count) {
    return new Floats(
        new Native(Pointer.memset(new FloatPointer(Math.max(1, count)), 0, 4 * count), count),
        0,
        count);
  }

  @Override
  public Memory ints(int count) {
    return new Native(Pointer.memset(new IntPointer(count), 0, 4L * count), count);
  }

  @Override
  public Memory bytes(int count) {
    return new Native(Pointer.memset(new BytePointer(count), 0, count), count);
  }

  @Override
  public void upload(float[] from, Floats to) {
    pointer(to).put(from);
  }

  @Override
  public void upload(int[] from, Memory to) {
    new IntPointer(((Native) to).pointer()).put(from);
  }

  @Override
  public void upload(byte[] from, Memory to) {
    new BytePointer(((Native) to).pointer()).put(from);
  }

  @Override
  public Inlet byteInlet(int count) {
    return new NativeInlet((Native) bytes(count), count);
  }

  @Override
  public Inlet intInlet(int count) {
    return new NativeInlet((Native) ints(count), Integer.BYTES * count);
  }

  /** The kernels read the buffer itself. */
  private record NativeInlet(Native memory, int bytes) implements Inlet {
    @Override
    public ByteBuffer buffer() {
      return new BytePointer(memory.pointer()).capacity(bytes).asByteBuffer();
    }

    @Override
    public void send() {
      // It is there.
    }

    @Override
    public void receive() {
      // It is there.
    }

    @Override
    public void release() {
      // Kernels end before they return.
    }

    @Override
    public void awaitSent() {
      // It is there.
    }
  }

  @Override
  public void download(Floats from, float[] to) {
    pointer(from).get(to);
  }

  @Override
  public void convolve(ConvolutionShape shape, Floats x, Floats weights, Floats y) {
    onHost(y, out -> host.convolve(shape, copy(x), copy(weights), out));
  }

  @Override
  public void convolveData(ConvolutionShape shape, Floats weights, Floats dy, Floats dx) {
    onHost(dx, out -> host.convolveData(shape, copy(weights), copy(dy), out));
  }

  @Override
  public void convolveWeights(ConvolutionShape shape, Floats x, Floats dy, Floats dWeights) {
    onHost(dWeights, out -> host.convolveWeights(shape, copy(x), copy(dy), out));
  }

  @Override
  public void multiply(ProductShape shape, Floats x, Floats weights, Floats y) {
    onHost(y, out -> host.multiply(shape, copy(x), copy(weights), out));
  }

  @Override
  public void multiplyData(ProductShape shape, Floats weights, Floats dy, Floats dx) {
    onHost(dx, out -> host.multiplyData(shape, copy(weights), copy(dy), out));
  }

  @Override
  public void multiplyWeights(ProductShape shape, Floats x, Floats dy, Floats dWeights) {
    onHost(dWeights, out -> host.multiplyWeights(shape, copy(x), copy(dy), out));
  }

  @Override
  public void biasGradient(Planes shape, Floats dy, Floats dBias) {
    onHost(dBias, out -> host.biasGradient(shape, copy(dy), out));
  }

  @Override
  public void close() {
    // The garbage collector takes the pointers.
  }

  private void onHost(Floats to, Consumer<Floats> operation) {
    Floats result = host.floats(to.count());
    operation.accept(result);
    float[] values = new float[Math.toIntExact(to.count())];
    host.download(result, values);
    upload(values, to);
  }

  private Floats copy(Floats from) {
    float[] values = new float[Math.toIntExact(from.count())];
    download(from, values);
    Floats copy = host.floats(values.length);
    host.upload(values, copy);
    return copy;
  }

  private static FloatPointer pointer(Floats floats) {
    Pointer pointer = ((Native) floats.memory()).pointer();
    return new FloatPointer(pointer).getPointer(FloatPointer.class, floats.first());
  }
}
