// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_WINOGRAD_NONFUSED;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_WINOGRAD_NONFUSED;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD_NONFUSED;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionForwardAlgorithm_v7;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;

/**
 * The order in which cuDNN expects its algorithms to be fast for a convolution. It is a table's,
 * made for the GPU's model: nothing runs and nothing is timed, so the same GPU and libraries give
 * the same order. Only what is deterministic is taken.
 *
 * @param dnn of the thread
 * @param x the input
 * @param w the weights
 * @param operation padding, strides, groups and arithmetic
 * @param y the output
 * @param kernel height and width of the weights
 */
@SuppressWarnings("deprecation")
record RankedAlgorithms(
    cudnnContext dnn,
    cudnnTensorStruct x,
    cudnnFilterStruct w,
    cudnnConvolutionStruct operation,
    cudnnTensorStruct y,
    int kernel) {
  /**
   * Bytes of scratch that an algorithm may need: Fourier's transform can take several times as
   * many.
   */
  private static final long MOST_SCRATCH = 1L << 30;

  /**
   * The largest kernel that Winograd's method is taken for. For 5 x 5 cuDNN has tiles of 9 x 9,
   * whose transforms in floats err by 8e-5 to 1.4e-4 of the largest number (L2: 3e-5), where tiles
   * of 6 x 6 err by 2.5e-6: that would be seen in a training.
   */
  private static final int LARGEST_WINOGRAD = 3;

  /** More than cuDNN has for any pass. */
  private static final int ROWS = 16;

  /** A row of cuDNN's answer. */
  private record Row(int algorithm, int status, int determinism, long scratch) {
    private boolean serves() {
      return status == 0
          && determinism == CUDNN_DETERMINISTIC
          && scratch >= 0
          && scratch <= MOST_SCRATCH;
    }
  }

  /** Asks for rows. */
  private interface Question {
    /**
     * @param count takes how many there are
     * @return cuDNN's status
     */
    int ask(int[] count);
  }

  /**
   * Algorithms of the forward pass, the one that is expected to be fastest first.
   *
   * @param others follow the ranked ones
   */
  List<Integer> forward(List<Integer> others) {
    try (cudnnConvolutionFwdAlgoPerf_t rows = new cudnnConvolutionFwdAlgoPerf_t(ROWS)) {
      return ranked(
          count ->
              cudnnGetConvolutionForwardAlgorithm_v7(dnn, x, w, operation, y, ROWS, count, rows),
          i -> {
            rows.position(i);
            return new Row(rows.algo(), rows.status(), rows.determinism(), rows.memory());
          },
          CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD_NONFUSED,
          others);
    }
  }

  /** As {@link #forward}, of the gradient of the input. */
  List<Integer> data(List<Integer> others) {
    try (cudnnConvolutionBwdDataAlgoPerf_t rows = new cudnnConvolutionBwdDataAlgoPerf_t(ROWS)) {
      return ranked(
          count ->
              cudnnGetConvolutionBackwardDataAlgorithm_v7(
                  dnn, w, y, operation, x, ROWS, count, rows),
          i -> {
            rows.position(i);
            return new Row(rows.algo(), rows.status(), rows.determinism(), rows.memory());
          },
          CUDNN_CONVOLUTION_BWD_DATA_ALGO_WINOGRAD_NONFUSED,
          others);
    }
  }

  /** As {@link #forward}, of the gradient of the weights. */
  List<Integer> filter(List<Integer> others) {
    try (cudnnConvolutionBwdFilterAlgoPerf_t rows = new cudnnConvolutionBwdFilterAlgoPerf_t(ROWS)) {
      return ranked(
          count ->
              cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                  dnn, x, y, operation, w, ROWS, count, rows),
          i -> {
            rows.position(i);
            return new Row(rows.algo(), rows.status(), rows.determinism(), rows.memory());
          },
          CUDNN_CONVOLUTION_BWD_FILTER_ALGO_WINOGRAD_NONFUSED,
          others);
    }
  }

  /** Where cuDNN has no order, the others alone are left. */
  private List<Integer> ranked(
      Question question, IntFunction<Row> row, int winograd, List<Integer> others) {
    int[] count = {0};
    int rows = question.ask(count) == 0 ? count[0] : 0;
    Stream<Integer> first =
        IntStream.range(0, rows)
            .mapToObj(row)
            .filter(Row::serves)
            .map(Row::algorithm)
            .filter(number -> number != winograd || kernel <= LARGEST_WINOGRAD);
    return Stream.concat(first, others.stream()).distinct().toList();
  }
}
