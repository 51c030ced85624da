// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_PEDANTIC_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;
import static org.bytedeco.cuda.global.cudart.cudaRuntimeGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import io.agegender.foundation.error.UsageException;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.Pointer;

/** One GPU and its libraries; the default stream. Load {@link CudaLibraries} first. */
public final class CudaDevice {
  private static final int LEAST_CAPABILITY = 75;

  private final String facts;
  private final int capability;
  private final boolean tf32;
  private final cudnnContext dnn = new cudnnContext();
  private final cublasContext blas = new cublasContext();
  private final CudaKernels kernels;

  private CudaDevice(String facts, int capability, boolean tf32) {
    this.facts = facts;
    this.capability = capability;
    this.tf32 = tf32;
    Cuda.library(cudnnCreate(dnn), "cuDNN", "starting cuDNN");
    Cuda.library(cublasCreate_v2(blas), "cuBLAS", "starting cuBLAS");
    Cuda.library(
        cublasSetMathMode(blas, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_PEDANTIC_MATH),
        "cuBLAS",
        "choosing the arithmetic");
    this.kernels = new CudaKernels(capability);
  }

  /**
   * Takes a GPU for this thread.
   *
   * @param number from 0
   * @param tf32 whether products may round their inputs to TF32
   * @throws UsageException if there is none, or it is too old
   */
  public static CudaDevice of(int number, boolean tf32) {
    int[] count = {0};
    int code = cudaGetDeviceCount(count);
    if (code != 0 || number >= count[0]) {
      throw new UsageException(
          "no GPU %d: CUDA finds %d (its code %d): see whether nvidia-smi shows the GPU and a driver of 580 or newer"
              .formatted(number, count[0], code));
    }
    Cuda.runtime(cudaSetDevice(number), "taking GPU " + number);
    Cuda.runtime(cudaFree((Pointer) null), "starting GPU " + number);
    cudaDeviceProp properties = new cudaDeviceProp();
    Cuda.runtime(cudaGetDeviceProperties(properties, number), "asking GPU " + number);
    int capability = properties.major() * 10 + properties.minor();
    if (capability < LEAST_CAPABILITY) {
      throw new UsageException(
          "GPU %d, %s, has compute capability %.1f: this build needs 7.5 or newer"
              .formatted(number, properties.name().getString(), capability / 10.0));
    }
    int[] runtime = {0};
    int[] driver = {0};
    Cuda.runtime(cudaRuntimeGetVersion(runtime), "asking the runtime");
    Cuda.runtime(cudaDriverGetVersion(driver), "asking the driver");
    String facts =
        "%s, capability %.1f, %d MiB, CUDA %d, driver for CUDA %d, cuDNN %d"
            .formatted(
                properties.name().getString(),
                capability / 10.0,
                properties.totalGlobalMem() >> 20,
                runtime[0],
                driver[0],
                cudnnGetVersion());
    return new CudaDevice(facts, capability, tf32);
  }

  /** Model, capability, memory and versions, for a person and a record. */
  public String facts() {
    return facts;
  }

  /** Compute capability times 10, such as 90. */
  public int capability() {
    return capability;
  }

  boolean tf32() {
    return tf32;
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
}
