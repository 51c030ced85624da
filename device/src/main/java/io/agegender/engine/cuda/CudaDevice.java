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
import io.agegender.engine.provider.EngineDevice;
import io.agegender.engine.provider.MathMode;
import io.agegender.foundation.error.UsageException;
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
public final class CudaDevice implements EngineDevice {
  /** Fixed, because cuBLAS chooses its algorithms by what fits. */
  private static final long WORKSPACE = 32L << 20;

  private final int number;
  private final GpuFacts facts;
  private final MathMode math;
  private final CUstream_st stream = new CUstream_st();
  private final CUstream_st copies = new CUstream_st();
  private final cudnnContext dnn = new cudnnContext();
  private final cublasContext blas = new cublasContext();
  private final BytePointer workspace = new BytePointer((Pointer) null);
  private final CudaKernels kernels;

  private CudaDevice(int number, GpuFacts facts, MathMode math, KernelCache cache) {
    this.number = number;
    this.facts = facts;
    this.math = math;
    Cuda.runtime(cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "opening a stream");
    Cuda.runtime(cudaStreamCreateWithFlags(copies, cudaStreamNonBlocking), "opening a stream");
    dnn(cudnnCreate(dnn));
    dnn(cudnnSetStream(dnn, stream));
    blas(cublasCreate_v2(blas));
    blas(cublasSetStream_v2(blas, stream));
    Cuda.runtime(cudaMalloc(workspace, WORKSPACE), "taking %d bytes".formatted(WORKSPACE));
    blas(cublasSetWorkspace_v2(blas, workspace, WORKSPACE));
    blas(cublasSetMathMode(blas, tf32() ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_PEDANTIC_MATH));
    this.kernels = new CudaKernels(cache.binary(facts.capability()), stream);
  }

  /**
   * Takes a GPU for this thread.
   *
   * @param number from 0
   * @param math of convolutions and products
   * @throws UsageException if there is none, or it cannot be used
   * @throws io.agegender.foundation.error.FailedException if it fails
   */
  public static CudaDevice of(int number, MathMode math) {
    return new CudaDevice(
        number, GpuOpening.open(new NativeDriver(), number), math, KernelCache.ofUser());
  }

  /** Model, capability, memory and versions, for a person. */
  public String facts() {
    return facts.toString();
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
    kernels.close();
    blas(cublasDestroy_v2(blas));
    dnn(cudnnDestroy(dnn));
    Cuda.runtime(cudaFree(workspace), "giving memory back");
    Cuda.runtime(cudaStreamDestroy(copies), "closing a stream");
    Cuda.runtime(cudaStreamDestroy(stream), "closing a stream");
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
