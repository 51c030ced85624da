// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.engine.kernel.KernelSource;
import io.agegender.foundation.error.FailedException;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Makes one GPU's machine code of our kernels, by NVRTC; needs no GPU. */
final class KernelCompiler {
  private KernelCompiler() {}

  /**
   * Compiles without fused multiply-add, so that the kernels round as plain Java does.
   *
   * @param capability compute capability times 10, such as 90
   * @return a cubin
   * @throws FailedException if NVRTC cannot
   */
  static byte[] compile(int capability) {
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
    try {
      return machine(program, capability);
    } finally {
      nvrtc(nvrtcDestroyProgram(program), "ending the compilation");
    }
  }

  private static byte[] machine(_nvrtcProgram program, int capability) {
    // Made of texts, it keeps them; made of pointers, it would not.
    PointerPointer<BytePointer> options =
        new PointerPointer<>("--gpu-architecture=sm_" + capability, "--fmad=false");
    if (nvrtcCompileProgram(program, 2, options) != 0) {
      throw new FailedException(
          "NVRTC cannot compile the kernels for sm_%d: %s: install the NVRTC of the GPU's CUDA"
              .formatted(capability, log(program)));
    }
    SizeTPointer size = new SizeTPointer(1);
    nvrtc(nvrtcGetCUBINSize(program, size), "asking for the kernels' size");
    BytePointer binary = new BytePointer(size.get());
    nvrtc(nvrtcGetCUBIN(program, binary), "taking the kernels");
    byte[] code = new byte[Math.toIntExact(size.get())];
    binary.get(code);
    return code;
  }

  /** NVRTC's version, such as 13.1. */
  static String version() {
    int[] major = {0};
    int[] minor = {0};
    nvrtc(nvrtcVersion(major, minor), "asking for NVRTC's version");
    return major[0] + "." + minor[0];
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    nvrtc(nvrtcGetProgramLogSize(program, size), "asking for NVRTC's messages");
    BytePointer text = new BytePointer(size.get());
    nvrtc(nvrtcGetProgramLog(program, text), "taking NVRTC's messages");
    return text.getString().strip();
  }

  private static void nvrtc(int code, String what) {
    Cuda.library(code, "NVRTC", what);
  }
}
