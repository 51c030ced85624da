// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import java.util.List;

/**
 * A library that the engine loads.
 *
 * @param name the file's name; an asterisk stands for any characters
 * @param bringer the packages of which one brings it
 * @param needed whether the engine cannot do without; others need it if it is there
 */
record CudaLibrary(String name, String bringer, boolean needed) {
  private static final String NVRTC = "cuda-nvrtc-13-0 or pip's nvidia-cuda-nvrtc";
  private static final String CUBLAS = "libcublas-13-0 or pip's nvidia-cublas";
  private static final String CUDNN = "libcudnn9-cuda-13 or pip's nvidia-cudnn-cu13";

  /** Each after those that it needs. */
  static final List<CudaLibrary> ALL =
      List.of(
          new CudaLibrary("libcuda.so.1", "NVIDIA's driver, 580 or newer", true),
          new CudaLibrary("libcudart.so.13", "cuda-cudart-13-0 or pip's nvidia-cuda-runtime", true),
          new CudaLibrary(
              "libnvJitLink.so.13", "libnvjitlink-13-0 or pip's nvidia-nvjitlink", false),
          new CudaLibrary("libnvrtc-builtins.so.13.*", NVRTC, false),
          new CudaLibrary("libnvrtc.so.13", NVRTC, true),
          new CudaLibrary("libcublasLt.so.13", CUBLAS, true),
          new CudaLibrary("libcublas.so.13", CUBLAS, true),
          new CudaLibrary("libcudnn.so.9", CUDNN, false),
          new CudaLibrary("libcudnn_graph.so.9", CUDNN, true),
          new CudaLibrary("libcudnn_ops.so.9", CUDNN, true),
          new CudaLibrary("libcudnn_cnn.so.9", CUDNN, true),
          new CudaLibrary("libcudnn_adv.so.9", CUDNN, true));

  /** Files of any version, such as {@code libcudart.so.*}. */
  String anyVersion() {
    return name.substring(0, name.indexOf(".so.")) + ".so.*";
  }
}
