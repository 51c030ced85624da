// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sets a gradient to 0 where a ReLU gave 0, in place. */
final class OneDnnReluGradient {
  private final eltwise_backward primitive;
  private final memory output;
  private final memory gradient;
  private final IntMemoryMap arguments = new IntMemoryMap();

  OneDnnReluGradient(long[] shape) {
    memory.desc layout = OneDnn.rowMajor(shape);
    eltwise_forward.primitive_desc hint =
        new eltwise_forward.primitive_desc(
            new eltwise_forward.desc(
                prop_kind.forward_training, algorithm.eltwise_relu, layout, 0, 0),
            OneDnn.cpu());
    primitive =
        new eltwise_backward(
            new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(algorithm.eltwise_relu, layout, layout, 0, 0),
                OneDnn.cpu(),
                hint));
    output = OneDnn.withoutData(layout);
    gradient = OneDnn.withoutData(layout);
    // The output is positive exactly where the input was.
    arguments.put(DNNL_ARG_SRC, output);
    arguments.put(DNNL_ARG_DIFF_DST, gradient);
    arguments.put(DNNL_ARG_DIFF_SRC, gradient);
  }

  void run(INDArray y, INDArray dy, stream queue) {
    output.set_data_handle(OneDnn.address(y));
    gradient.set_data_handle(OneDnn.address(dy));
    primitive.execute(queue, arguments);
  }
}
