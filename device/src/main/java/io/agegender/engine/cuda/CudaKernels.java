// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;

import io.agegender.engine.kernel.KernelLauncher;
import io.agegender.engine.kernel.KernelSource;
import io.agegender.foundation.error.FailedException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Our kernels, compiled by NVRTC for one compute capability and started on the default stream. */
final class CudaKernels implements KernelLauncher {
  private static final int THREADS = 256;
  private static final int MOST_BLOCKS = 65_535;

  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> functions = new HashMap<>();

  private final KernelArguments values = new KernelArguments();

  CudaKernels(int capability) {
    _nvrtcProgram program = new _nvrtcProgram();
    nvrtc(
        nvrtcCreateProgram(
            program,
            new BytePointer(KernelSource.text()),
            new BytePointer("kernels.cu"),
            0,
            (PointerPointer<?>) null,
            (PointerPointer<?>) null),
        "preparing the kernels");
    int code =
        nvrtcCompileProgram(
            program,
            2,
            new PointerPointer<>(
                new BytePointer("--gpu-architecture=sm_" + capability),
                new BytePointer("--fmad=false")));
    if (code != 0) {
      throw new FailedException(
          "NVRTC cannot compile the kernels for sm_%d: %s: install the NVRTC of the GPU's CUDA"
              .formatted(capability, log(program)));
    }
    SizeTPointer size = new SizeTPointer(1);
    nvrtc(nvrtcGetCUBINSize(program, size), "asking for the kernels' size");
    BytePointer binary = new BytePointer(size.get());
    nvrtc(nvrtcGetCUBIN(program, binary), "taking the kernels");
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
            (CUstream_st) null,
            values.of(arguments),
            (PointerPointer<?>) null),
        "CUDA",
        "starting kernel " + kernel);
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    nvrtc(nvrtcGetProgramLogSize(program, size), "asking for NVRTC's messages");
    BytePointer text = new BytePointer(size.get());
    nvrtc(nvrtcGetProgramLog(program, text), "taking NVRTC's messages");
    return text.getString();
  }

  private static void nvrtc(int code, String what) {
    Cuda.library(code, "NVRTC", what);
  }
}
