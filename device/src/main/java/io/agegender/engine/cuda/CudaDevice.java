// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_PEDANTIC_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;

import io.agegender.engine.Primitives;
import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.engine.cuda.machine.CudaLibraries;
import io.agegender.engine.cuda.machine.CudaVersion;
import io.agegender.engine.cuda.machine.GpuFacts;
import io.agegender.engine.cuda.machine.GpuOpening;
import io.agegender.engine.cuda.machine.NativeDriver;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * One GPU as one thread uses it: a stream for operations and one for copies, cuDNN and cuBLAS on
 * the first. Load {@link CudaLibraries} before.
 */
final class CudaDevice implements EngineDevice {
  /** Fixed, because cuBLAS chooses its algorithms by what fits. */
  private static final long WORKSPACE = 32L << 20;

  private final int number;
  private final GpuFacts facts;
  private final MathMode math;
  private final List<Path> libraries;
  private final Taken taken = new Taken();
  private final CUstream_st stream = new CUstream_st();
  private final CUstream_st copies = new CUstream_st();
  private final cudnnContext dnn = new cudnnContext();
  private final cublasContext blas = new cublasContext();
  private final BytePointer workspace = new BytePointer((Pointer) null);
  private final CudaKernels kernels;

  private CudaDevice(
      int number, GpuFacts facts, MathMode math, List<Path> libraries, KernelCache cache) {
    this.number = number;
    this.facts = facts;
    this.math = math;
    this.libraries = List.copyOf(libraries);
    try {
      open(stream);
      open(copies);
      dnn(cudnnCreate(dnn));
      taken.add(() -> dnn(cudnnDestroy(dnn)));
      dnn(cudnnSetStream(dnn, stream));
      blas(cublasCreate_v2(blas));
      taken.add(() -> blas(cublasDestroy_v2(blas)));
      blas(cublasSetStream_v2(blas, stream));
      Cuda.runtime(cudaMalloc(workspace, WORKSPACE), "taking %d bytes".formatted(WORKSPACE));
      taken.add(() -> Cuda.runtime(cudaFree(workspace), "giving memory back"));
      blas(cublasSetWorkspace_v2(blas, workspace, WORKSPACE));
      blas(cublasSetMathMode(blas, tf32() ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_PEDANTIC_MATH));
      this.kernels = new CudaKernels(cache.binary(facts.capability()), stream);
      taken.add(kernels::close);
    } catch (RuntimeException | LinkageError e) {
      try (taken) {
        throw e;
      }
    }
  }

  /**
   * Takes a GPU for this thread.
   *
   * @param number from 0
   * @param math of convolutions and products
   * @param libraries files that were loaded
   * @throws UsageException if there is none, or it cannot be used
   * @throws io.agegender.foundation.error.FailedException if it fails
   */
  static CudaDevice of(int number, MathMode math, List<Path> libraries) {
    GpuFacts facts = GpuOpening.open(CudaVersion.BUILT, new NativeDriver(), number);
    return new CudaDevice(number, facts, math, libraries, KernelCache.ofUser());
  }

  @Override
  public List<String> facts() {
    List<String> lines = new ArrayList<>();
    libraries.forEach(file -> lines.add("loaded " + file));
    lines.add("%s, %d MiB free".formatted(facts, freeBytes() >> 20));
    return lines;
  }

  @Override
  public String identity() {
    return facts.identity();
  }

  @Override
  public long freeBytes() {
    SizeTPointer free = new SizeTPointer(1);
    SizeTPointer total = new SizeTPointer(1);
    Cuda.runtime(cudaMemGetInfo(free, total), "asking for free memory");
    return free.get();
  }

  @Override
  public Primitives primitives() {
    return new CudaPrimitives(this);
  }

  @Override
  public void join() {
    Cuda.runtime(new NativeDriver().take(number), "taking GPU " + number);
  }

  @Override
  public void close() {
    taken.close();
  }

  private void open(CUstream_st made) {
    Cuda.runtime(cudaStreamCreateWithFlags(made, cudaStreamNonBlocking), "opening a stream");
    taken.add(() -> Cuda.runtime(cudaStreamDestroy(made), "closing a stream"));
  }

  boolean tf32() {
    return math == MathMode.TF32;
  }

  /** Operations are started here. */
  CUstream_st stream() {
    return stream;
  }

  /** Copies to the GPU beside the operations. */
  CUstream_st copies() {
    return copies;
  }

  cudnnContext dnn() {
    return dnn;
  }

  cublasContext blas() {
    return blas;
  }

  CudaKernels kernels() {
    return kernels;
  }

  private static void dnn(int code) {
    Cuda.library(code, "cuDNN", "starting cuDNN");
  }

  private static void blas(int code) {
    Cuda.library(code, "cuBLAS", "starting cuBLAS");
  }
}
