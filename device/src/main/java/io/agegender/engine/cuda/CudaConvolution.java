// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT_TILING;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT_TILING;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_GEMM;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_FMA_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NCHW;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardData;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardFilter;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionForward;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardDataWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnGetLastErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolution2dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionGroupCount;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionMathType;
import static org.bytedeco.cuda.global.cudnn.cudnnSetFilter4dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetTensor4dDescriptor;

import io.agegender.engine.cuda.machine.Cuda;
import io.agegender.engine.shape.ConvolutionShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * One convolution's descriptors, and its algorithms: the deterministic ones that cuDNN ranks first
 * ({@link RankedAlgorithms}), most of which PyTorch takes, too. cuDNN 9 calls this interface
 * deprecated and keeps it.
 */
@SuppressWarnings("deprecation")
final class CudaConvolution {
  /** These, where cuDNN ranks none that serves. */
  private static final List<Integer> FORWARD =
      List.of(
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM,
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM,
          CUDNN_CONVOLUTION_FWD_ALGO_GEMM);

  private static final List<Integer> DATA =
      List.of(
          CUDNN_CONVOLUTION_BWD_DATA_ALGO_1,
          CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT_TILING,
          CUDNN_CONVOLUTION_BWD_DATA_ALGO_FFT);
  private static final List<Integer> FILTER =
      List.of(
          CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1,
          CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT_TILING,
          CUDNN_CONVOLUTION_BWD_FILTER_ALGO_FFT);

  /** Bytes of cuDNN's own words that are told. */
  private static final int WORDS = 512;

  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});

  private final ConvolutionShape shape;
  private final cudnnContext dnn;
  private final cudnnTensorStruct x = new cudnnTensorStruct();
  private final cudnnTensorStruct y = new cudnnTensorStruct();
  private final cudnnFilterStruct w = new cudnnFilterStruct();
  private final cudnnConvolutionStruct operation = new cudnnConvolutionStruct();

  private final Taken taken = new Taken();
  private final Algorithm forward;
  private final Algorithm data;
  private final Algorithm filter;

  CudaConvolution(ConvolutionShape shape, CudaDevice device) {
    this.shape = shape;
    this.dnn = device.dnn();
    try {
      describe();
      ok(
          cudnnSetConvolutionMathType(
              operation, device.tf32() ? CUDNN_DEFAULT_MATH : CUDNN_FMA_MATH));
      RankedAlgorithms ranked =
          new RankedAlgorithms(dnn, x, w, operation, y, shape.window().kernel());
      forward =
          first(
              shape.toString(),
              ranked.forward(FORWARD),
              (a, size) ->
                  cudnnGetConvolutionForwardWorkspaceSize(dnn, x, w, operation, y, a, size));
      data =
          first(
              "the input gradient of " + shape,
              ranked.data(DATA),
              (a, size) ->
                  cudnnGetConvolutionBackwardDataWorkspaceSize(dnn, w, y, operation, x, a, size));
      filter =
          first(
              "the weight gradient of " + shape,
              ranked.filter(FILTER),
              (a, size) ->
                  cudnnGetConvolutionBackwardFilterWorkspaceSize(dnn, x, y, operation, w, a, size));
    } catch (RuntimeException e) {
      try (taken) {
        throw e;
      }
    }
  }

  private void describe() {
    ok(cudnnCreateTensorDescriptor(x));
    taken.add(() -> ok(cudnnDestroyTensorDescriptor(x)));
    ok(cudnnCreateTensorDescriptor(y));
    taken.add(() -> ok(cudnnDestroyTensorDescriptor(y)));
    ok(cudnnCreateFilterDescriptor(w));
    taken.add(() -> ok(cudnnDestroyFilterDescriptor(w)));
    ok(cudnnCreateConvolutionDescriptor(operation));
    taken.add(() -> ok(cudnnDestroyConvolutionDescriptor(operation)));
    int n = shape.pictures();
    int size = shape.size();
    int side = shape.outputSize();
    ok(
        cudnnSetTensor4dDescriptor(
            x, CUDNN_TENSOR_NCHW, CUDNN_DATA_FLOAT, n, shape.channels(), size, size));
    ok(
        cudnnSetTensor4dDescriptor(
            y, CUDNN_TENSOR_NCHW, CUDNN_DATA_FLOAT, n, shape.outputs(), side, side));
    int kernel = shape.window().kernel();
    ok(
        cudnnSetFilter4dDescriptor(
            w,
            CUDNN_DATA_FLOAT,
            CUDNN_TENSOR_NCHW,
            shape.outputs(),
            shape.groupChannels(),
            kernel,
            kernel));
    int pad = shape.window().pad();
    int stride = shape.window().stride();
    ok(
        cudnnSetConvolution2dDescriptor(
            operation, pad, pad, stride, stride, 1, 1, CUDNN_CROSS_CORRELATION, CUDNN_DATA_FLOAT));
    ok(cudnnSetConvolutionGroupCount(operation, shape.groups()));
  }

  /** Bytes of scratch that the passes need. */
  long workspace() {
    return Math.max(forward.workspace(), Math.max(data.workspace(), filter.workspace()));
  }

  void forward(Pointer in, Pointer weights, Pointer out, Pointer scratch) {
    long size = forward.workspace();
    int a = forward.number();
    ok(
        cudnnConvolutionForward(
            dnn, ONE, x, in, w, weights, operation, a, scratch, size, ZERO, y, out));
  }

  void data(Pointer weights, Pointer dy, Pointer dx, Pointer scratch) {
    long size = data.workspace();
    int a = data.number();
    ok(
        cudnnConvolutionBackwardData(
            dnn, ONE, w, weights, y, dy, operation, a, scratch, size, ZERO, x, dx));
  }

  void filter(Pointer in, Pointer dy, Pointer dWeights, Pointer scratch) {
    long size = filter.workspace();
    int a = filter.number();
    ok(
        cudnnConvolutionBackwardFilter(
            dnn, ONE, x, in, y, dy, operation, a, scratch, size, ZERO, w, dWeights));
  }

  void close() {
    taken.close();
  }

  /** Asks cuDNN for the scratch of an algorithm. */
  private interface Workspace {
    int of(int algorithm, SizeTPointer bytes);
  }

  private static Algorithm first(String pass, List<Integer> numbers, Workspace workspace) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      return Algorithm.first(
          pass,
          numbers,
          (algorithm, bytes) -> {
            int status = workspace.of(algorithm, size);
            bytes[0] = size.get();
            return status;
          });
    }
  }

  private void ok(int code) {
    if (code != 0) {
      Cuda.library(code, "cuDNN", "%s, %s".formatted(shape, words(code)));
    }
  }

  /** cuDNN's name of a status, and what it says of the last one. */
  private static String words(int code) {
    byte[] reason = new byte[WORDS];
    cudnnGetLastErrorString(reason, reason.length);
    String text = new String(reason, StandardCharsets.UTF_8);
    int end = text.indexOf(0);
    String last = (end < 0 ? text : text.substring(0, end)).strip().replaceAll("\\s+", " ");
    String name = cudnnGetErrorString(code).getString();
    return last.isEmpty() ? name : "%s (%s)".formatted(name, last);
  }
}
