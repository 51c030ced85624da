// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import static org.bytedeco.cuda.global.cublas.cublasGetProperty;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaRuntimeGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.javacpp.Pointer;

/** CUDA itself. */
public final class NativeDriver implements Driver {
  /** Major, minor and patch version, as libraryPropertyType counts them. */
  private static final int[] PROPERTIES = {0, 1, 2};

  @Override
  public int count(int[] count) {
    return cudaGetDeviceCount(count);
  }

  @Override
  public int take(int number) {
    int code = cudaSetDevice(number);
    return code == 0 ? cudaFree((Pointer) null) : code;
  }

  @Override
  public int facts(int number, GpuFacts[] into) {
    cudaDeviceProp properties = new cudaDeviceProp();
    int[] runtime = {0};
    int[] driver = {0};
    int code = cudaGetDeviceProperties(properties, number);
    code = code == 0 ? cudaRuntimeGetVersion(runtime) : code;
    code = code == 0 ? cudaDriverGetVersion(driver) : code;
    if (code == 0) {
      into[0] =
          new GpuFacts(
              properties.name().getString(),
              properties.major() * 10 + properties.minor(),
              properties.totalGlobalMem(),
              runtime[0],
              driver[0],
              cudnnGetVersion(),
              cublasVersion());
    }
    return code;
  }

  @Override
  public String text(int code) {
    return cudaGetErrorString(code).getString();
  }

  private static int cublasVersion() {
    int version = 0;
    for (int property : PROPERTIES) {
      int[] value = {0};
      Cuda.library(cublasGetProperty(property, value), "cuBLAS", "asking for its version");
      version = version * 100 + value[0];
    }
    return version;
  }
}
