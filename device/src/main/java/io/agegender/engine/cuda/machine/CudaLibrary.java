// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import java.util.List;

/**
 * A library that the engine loads.
 *
 * @param name the file's name; an asterisk stands for any characters
 * @param bringer the packages of which one brings it
 * @param needed whether the engine cannot do without; others need it if it is there
 */
record CudaLibrary(String name, String bringer, boolean needed) {
  /** All of a version, each after those that it needs. */
  static List<CudaLibrary> all(CudaVersion cuda) {
    String end = ".so." + cuda.major();
    String nvrtc = bringer(cuda, "cuda-nvrtc", "nvidia-cuda-nvrtc");
    String cublas = bringer(cuda, "libcublas", "nvidia-cublas");
    String cudnn =
        "libcudnn9-cuda-%d or pip's nvidia-cudnn-cu%d".formatted(cuda.major(), cuda.major());
    return List.of(
        new CudaLibrary(
            "libcuda.so.1", "NVIDIA's driver, %d or newer".formatted(cuda.driver()), true),
        new CudaLibrary(
            "libcudart" + end, bringer(cuda, "cuda-cudart", "nvidia-cuda-runtime"), true),
        new CudaLibrary(
            "libnvJitLink" + end, bringer(cuda, "libnvjitlink", "nvidia-nvjitlink"), false),
        new CudaLibrary("libnvrtc-builtins" + end + ".*", nvrtc, false),
        new CudaLibrary("libnvrtc" + end, nvrtc, true),
        new CudaLibrary("libcublasLt" + end, cublas, true),
        new CudaLibrary("libcublas" + end, cublas, true),
        new CudaLibrary("libcudnn_graph.so.9", cudnn, true),
        new CudaLibrary("libcudnn_ops.so.9", cudnn, true),
        new CudaLibrary("libcudnn_cnn.so.9", cudnn, true),
        new CudaLibrary("libcudnn_adv.so.9", cudnn, true),
        new CudaLibrary("libcudnn.so.9", cudnn, false));
  }

  /** Files of any version, such as {@code libcudart.so.*}. */
  String anyVersion() {
    return name.substring(0, name.indexOf(".so.")) + ".so.*";
  }

  private static String bringer(CudaVersion cuda, String system, String pip) {
    return "%s-%s or pip's %s%s".formatted(system, cuda.packages(), pip, cuda.pip());
  }
}
