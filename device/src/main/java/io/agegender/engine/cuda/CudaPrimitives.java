// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemv_v2;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import io.agegender.engine.Floats;
import io.agegender.engine.Inlet;
import io.agegender.engine.Memory;
import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.engine.kernel.KernelPrimitives;
import io.agegender.engine.shape.ConvolutionShape;
import io.agegender.engine.shape.Planes;
import io.agegender.engine.shape.ProductShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** The operations on one GPU. Use it on the thread that took the device. */
final class CudaPrimitives extends KernelPrimitives {
  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});

  /** cuDNN's kernels may load so many bytes at a time. */
  private static final int ALIGNMENT = 16;

  private final CudaDevice device;
  private final Map<ConvolutionShape, CudaConvolution> convolutions = new HashMap<>();
  private final Map<Integer, Floats> ones = new HashMap<>();
  private final Taken taken = new Taken();
  private Pointer scratch = new BytePointer((Pointer) null);
  private long scratchBytes;

  /** Sums of each picture's channels, as many as the largest layer needed until now. */
  private Floats partial;

  /** The weights of a layer that begin at no multiple of {@link #ALIGNMENT}, or their gradient. */
  private Floats straight;

  /** An address that JavaCPP takes. */
  private static final class Address extends Pointer {
    Address(long value) {
      address = value;
    }
  }

  /**
   * Takes no memory yet.
   *
   * @param device of this thread
   */
  CudaPrimitives(CudaDevice device) {
    super(device.kernels());
    this.device = device;
    taken.add(this::freeScratch);
  }

  @Override
  protected long address(Memory memory) {
    return ((DeviceMemory) memory).pointer().address();
  }

  @Override
  public Floats floats(long count) {
    return new Floats(new DeviceMemory(allocate(Float.BYTES * count), count), 0, count);
  }

  @Override
  public Memory ints(int count) {
    return new DeviceMemory(allocate((long) Integer.BYTES * count), count);
  }

  @Override
  public Inlet byteInlet(int count) {
    return inlet(count, count);
  }

  @Override
  public Inlet intInlet(int count) {
    return inlet(count, Math.multiplyExact(count, Integer.BYTES));
  }

  private Inlet inlet(int count, int bytes) {
    CudaInlet made = new CudaInlet(device, new DeviceMemory(allocate(bytes), count), bytes);
    taken.add(made::close);
    return made;
  }

  @Override
  public Memory bytes(int count) {
    return new DeviceMemory(allocate(count), count);
  }

  @Override
  public void upload(float[] from, Floats to) {
    require(from.length, to.count());
    try (FloatPointer host = new FloatPointer(from)) {
      upload(host, pointer(to), (long) Float.BYTES * from.length);
    }
  }

  @Override
  public void upload(int[] from, Memory to) {
    require(from.length, to.count());
    try (IntPointer host = new IntPointer(from)) {
      upload(host, new Address(address(to)), (long) Integer.BYTES * from.length);
    }
  }

  @Override
  public void upload(byte[] from, Memory to) {
    require(from.length, to.count());
    try (BytePointer host = new BytePointer(from)) {
      upload(host, new Address(address(to)), from.length);
    }
  }

  @Override
  public void download(Floats from, float[] to) {
    require(to.length, from.count());
    try (FloatPointer host = new FloatPointer(to.length)) {
      Cuda.runtime(
          cudaMemcpyAsync(
              host,
              pointer(from),
              (long) Float.BYTES * to.length,
              cudaMemcpyDeviceToHost,
              device.stream()),
          "reading from the GPU");
      await("reading from the GPU");
      host.get(to);
    }
  }

  @Override
  public void convolve(ConvolutionShape shape, Floats x, Floats weights, Floats y) {
    CudaConvolution convolution = prepared(shape);
    convolution.forward(pointer(x), pointer(aligned(weights)), pointer(y), scratch);
  }

  @Override
  public void convolveData(ConvolutionShape shape, Floats weights, Floats dy, Floats dx) {
    CudaConvolution convolution = prepared(shape);
    convolution.data(pointer(aligned(weights)), pointer(dy), pointer(dx), scratch);
  }

  @Override
  public void convolveWeights(ConvolutionShape shape, Floats x, Floats dy, Floats dWeights) {
    CudaConvolution convolution = prepared(shape);
    boolean direct = isAligned(dWeights);
    Floats target = direct ? dWeights : straight(dWeights.count());
    convolution.filter(pointer(x), pointer(dy), pointer(target), scratch);
    if (!direct) {
      copy(target, dWeights);
    }
  }

  /** cuBLAS is column-major: a row-major matrix is the transpose of what it sees. */
  @Override
  public void multiply(ProductShape s, Floats x, Floats weights, Floats y) {
    product(
        cublasSgemm_v2(
            device.blas(),
            CUBLAS_OP_T,
            CUBLAS_OP_N,
            s.outputs(),
            s.rows(),
            s.inputs(),
            ONE,
            pointer(weights),
            s.inputs(),
            pointer(x),
            s.inputs(),
            ZERO,
            pointer(y),
            s.outputs()));
  }

  @Override
  public void multiplyData(ProductShape s, Floats weights, Floats dy, Floats dx) {
    product(
        cublasSgemm_v2(
            device.blas(),
            CUBLAS_OP_N,
            CUBLAS_OP_N,
            s.inputs(),
            s.rows(),
            s.outputs(),
            ONE,
            pointer(weights),
            s.inputs(),
            pointer(dy),
            s.outputs(),
            ZERO,
            pointer(dx),
            s.inputs()));
  }

  @Override
  public void multiplyWeights(ProductShape s, Floats x, Floats dy, Floats dWeights) {
    product(
        cublasSgemm_v2(
            device.blas(),
            CUBLAS_OP_N,
            CUBLAS_OP_T,
            s.inputs(),
            s.outputs(),
            s.rows(),
            ONE,
            pointer(x),
            s.inputs(),
            pointer(dy),
            s.outputs(),
            ZERO,
            pointer(dWeights),
            s.inputs()));
  }

  /**
   * The sums of each picture's channels by a product with ones, then the sums over pictures; a
   * matrix times a vector, which cuBLAS does not round to TF32.
   */
  @Override
  public void biasGradient(Planes shape, Floats dy, Floats dBias) {
    if (shape.area() == 1) {
      sum(shape.channels(), shape.pictures(), dy, dBias);
      return;
    }
    int rows = Math.multiplyExact(shape.pictures(), shape.channels());
    if (partial == null || partial.count() < rows) {
      partial = floats(rows);
    }
    product(
        cublasSgemv_v2(
            device.blas(),
            CUBLAS_OP_T,
            shape.area(),
            rows,
            ONE,
            pointer(dy),
            shape.area(),
            pointer(ones(shape.area())),
            1,
            ZERO,
            pointer(partial),
            1));
    sum(shape.channels(), shape.pictures(), partial, dBias);
  }

  @Override
  public void close() {
    if (taken.isEmpty()) {
      return;
    }
    convolutions.clear();
    ones.clear();
    partial = null;
    straight = null;
    taken.add(() -> await("waiting for the GPU"));
    taken.add(() -> Cuda.runtime(cudaStreamSynchronize(device.copies()), "waiting for the GPU"));
    taken.close();
  }

  private void sum(int columns, int rows, Floats from, Floats to) {
    product(
        cublasSgemv_v2(
            device.blas(),
            CUBLAS_OP_N,
            columns,
            rows,
            ONE,
            pointer(from),
            columns,
            pointer(ones(rows)),
            1,
            ZERO,
            pointer(to),
            1));
  }

  private Floats ones(int count) {
    return ones.computeIfAbsent(
        count,
        length -> {
          float[] values = new float[length];
          Arrays.fill(values, 1);
          Floats vector = floats(length);
          upload(values, vector);
          return vector;
        });
  }

  /**
   * The weights, or a copy where a kernel may load them: a layer begins where the last one ends.
   */
  private Floats aligned(Floats weights) {
    if (isAligned(weights)) {
      return weights;
    }
    Floats copy = straight(weights.count());
    copy(weights, copy);
    return copy;
  }

  private boolean isAligned(Floats floats) {
    return at(floats) % ALIGNMENT == 0;
  }

  private Floats straight(long count) {
    if (straight == null || straight.count() < count) {
      straight = floats(count);
    }
    return straight.part(0, count);
  }

  private void copy(Floats from, Floats to) {
    Cuda.runtime(
        cudaMemcpyAsync(
            pointer(to),
            pointer(from),
            Float.BYTES * from.count(),
            cudaMemcpyDeviceToDevice,
            device.stream()),
        "copying weights");
  }

  private CudaConvolution prepared(ConvolutionShape shape) {
    CudaConvolution convolution = convolutions.get(shape);
    if (convolution == null) {
      convolution = new CudaConvolution(shape, device);
      taken.add(convolution::close);
      grow(convolution.workspace());
      convolutions.put(shape, convolution);
    }
    return convolution;
  }

  /** Makes the scratch of all convolutions large enough, when nothing uses the old one any more. */
  private void grow(long bytes) {
    if (bytes > scratchBytes) {
      await("waiting for the GPU");
      freeScratch();
      Pointer larger = new BytePointer((Pointer) null);
      take(larger, bytes);
      scratch = larger;
      scratchBytes = bytes;
    }
  }

  private void freeScratch() {
    Pointer last = scratch;
    scratch = new BytePointer((Pointer) null);
    scratchBytes = 0;
    Cuda.runtime(cudaFree(last), "giving memory back");
  }

  private Pointer allocate(long bytes) {
    Pointer pointer = new BytePointer((Pointer) null);
    long size = Math.max(bytes, Float.BYTES);
    take(pointer, size);
    taken.add(() -> Cuda.runtime(cudaFree(pointer), "giving memory back"));
    Cuda.runtime(cudaMemsetAsync(pointer, 0, size, device.stream()), "clearing memory");
    return pointer;
  }

  private static void take(Pointer pointer, long bytes) {
    Cuda.runtime(cudaMalloc(pointer, bytes), "taking %d bytes".formatted(bytes));
  }

  /** The host's memory may be freed when it returns. */
  private void upload(Pointer host, Pointer to, long bytes) {
    Cuda.runtime(
        cudaMemcpyAsync(to, host, bytes, cudaMemcpyHostToDevice, device.stream()),
        "writing to the GPU");
    await("writing to the GPU");
  }

  private void await(String what) {
    Cuda.runtime(cudaStreamSynchronize(device.stream()), what);
  }

  private FloatPointer pointer(Floats floats) {
    return new FloatPointer(new Address(at(floats)));
  }

  private static void require(long given, long wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException("%d values for %d places".formatted(given, wanted));
    }
  }

  private static void product(int code) {
    Cuda.library(code, "cuBLAS", "a product");
  }
}
