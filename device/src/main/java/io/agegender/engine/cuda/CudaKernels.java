// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.engine.kernel.KernelLauncher;
import io.agegender.engine.kernel.KernelSource;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Our kernels, compiled by NVRTC for one compute capability and started on one stream. */
final class CudaKernels implements KernelLauncher {
  private static final int THREADS = 256;
  private static final int MOST_BLOCKS = 65_535;

  private final CUstream_st stream;
  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> functions = new HashMap<>();
  private final KernelArguments values = new KernelArguments();

  /**
   * @param code a cubin for the GPU
   */
  CudaKernels(byte[] code, CUstream_st stream) {
    this.stream = stream;
    BytePointer binary = new BytePointer(code);
    Cuda.library(cuModuleLoadData(module, binary), "CUDA", "loading the kernels");
    for (String kernel : KernelSource.kernels()) {
      CUfunc_st function = new CUfunc_st();
      Cuda.library(
          cuModuleGetFunction(function, module, new BytePointer(kernel)),
          "CUDA",
          "finding kernel " + kernel);
      functions.put(kernel, function);
    }
  }

  void close() {
    Cuda.library(cuModuleUnload(module), "CUDA", "giving the kernels back");
  }

  @Override
  public void launch(String kernel, long... arguments) {
    long results = arguments[arguments.length - 1];
    if (results == 0) {
      return;
    }
    int blocks = (int) Math.min((results + THREADS - 1) / THREADS, MOST_BLOCKS);
    Cuda.library(
        cuLaunchKernel(
            functions.get(kernel),
            blocks,
            1,
            1,
            THREADS,
            1,
            1,
            0,
            stream,
            values.of(arguments),
            (PointerPointer<?>) null),
        "CUDA",
        "starting kernel " + kernel);
  }
}
