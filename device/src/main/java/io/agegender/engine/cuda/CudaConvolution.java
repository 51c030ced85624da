// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_FMA_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NCHW;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_OP_MATH;
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
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolution2dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionGroupCount;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionMathType;
import static org.bytedeco.cuda.global.cudnn.cudnnSetFilter4dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetTensor4dDescriptor;

import io.agegender.engine.shape.ConvolutionShape;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * One convolution's descriptors, with algorithms that are fixed and deterministic. cuDNN 9 calls
 * this interface deprecated and keeps it; the one that replaces it chooses its algorithms by
 * heuristics.
 */
@SuppressWarnings("deprecation")
final class CudaConvolution {
  private static final int FORWARD = CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM;
  private static final int DATA = CUDNN_CONVOLUTION_BWD_DATA_ALGO_1;
  private static final int FILTER = CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1;
  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});

  private final cudnnContext dnn;
  private final cudnnTensorStruct x = new cudnnTensorStruct();
  private final cudnnTensorStruct y = new cudnnTensorStruct();
  private final cudnnFilterStruct w = new cudnnFilterStruct();
  private final cudnnConvolutionStruct operation = new cudnnConvolutionStruct();

  /** Bytes of scratch that the passes need. */
  private final long workspace;

  CudaConvolution(ConvolutionShape shape, CudaDevice device) {
    this.dnn = device.dnn();
    ok(cudnnCreateTensorDescriptor(x));
    ok(cudnnCreateTensorDescriptor(y));
    ok(cudnnCreateFilterDescriptor(w));
    ok(cudnnCreateConvolutionDescriptor(operation));
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
    ok(
        cudnnSetConvolutionMathType(
            operation, device.tf32() ? CUDNN_TENSOR_OP_MATH : CUDNN_FMA_MATH));
    SizeTPointer bytes = new SizeTPointer(1);
    ok(cudnnGetConvolutionForwardWorkspaceSize(dnn, x, w, operation, y, FORWARD, bytes));
    long most = bytes.get();
    ok(cudnnGetConvolutionBackwardDataWorkspaceSize(dnn, w, y, operation, x, DATA, bytes));
    most = Math.max(most, bytes.get());
    ok(cudnnGetConvolutionBackwardFilterWorkspaceSize(dnn, x, y, operation, w, FILTER, bytes));
    workspace = Math.max(most, bytes.get());
  }

  long workspace() {
    return workspace;
  }

  void forward(Pointer in, Pointer weights, Pointer out, Pointer scratch) {
    ok(
        cudnnConvolutionForward(
            dnn, ONE, x, in, w, weights, operation, FORWARD, scratch, workspace, ZERO, y, out));
  }

  void data(Pointer weights, Pointer dy, Pointer dx, Pointer scratch) {
    ok(
        cudnnConvolutionBackwardData(
            dnn, ONE, w, weights, y, dy, operation, DATA, scratch, workspace, ZERO, x, dx));
  }

  void filter(Pointer in, Pointer dy, Pointer dWeights, Pointer scratch) {
    ok(
        cudnnConvolutionBackwardFilter(
            dnn, ONE, x, in, y, dy, operation, FILTER, scratch, workspace, ZERO, w, dWeights));
  }

  void close() {
    ok(cudnnDestroyTensorDescriptor(x));
    ok(cudnnDestroyTensorDescriptor(y));
    ok(cudnnDestroyFilterDescriptor(w));
    ok(cudnnDestroyConvolutionDescriptor(operation));
  }

  private static void ok(int code) {
    Cuda.library(code, "cuDNN", "a convolution");
  }
}
