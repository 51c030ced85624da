// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum pooling of one shape by oneDNN, in its layout of 16 channels side by side: there a window
 * is vector instructions. One byte for each output remembers where the maximum was. Not
 * thread-safe.
 */
final class OneDnnMaxPooling implements Kernels.Pooling {
  private static final int SIDE_BY_SIDE = 16;

  private final stream queue = new stream(OneDnn.cpu());
  private final pooling_forward forward;
  private final pooling_backward backward;
  private final OneDnnOperand input;
  private final OneDnnOperand output;
  private final OneDnnOperand inputGradient;
  private final OneDnnOperand outputGradient;
  private final IntMemoryMap forwardArguments = new IntMemoryMap();
  private final IntMemoryMap backwardArguments = new IntMemoryMap();

  OneDnnMaxPooling(PoolingShape shape) {
    memory.format_tag layout =
        shape.channels() % SIDE_BY_SIDE == 0 ? memory.format_tag.nChw16c : memory.format_tag.nchw;
    memory.desc x = new memory.desc(shape.input(), memory.data_type.f32, layout);
    memory.desc y = new memory.desc(shape.output(), memory.data_type.f32, layout);
    pooling_forward.primitive_desc hint =
        new pooling_forward.primitive_desc(
            new pooling_forward.desc(
                prop_kind.forward_training,
                algorithm.pooling_max,
                x,
                y,
                shape.stride(),
                shape.kernel(),
                shape.before(),
                shape.after()),
            OneDnn.cpu());
    forward = new pooling_forward(hint);
    backward =
        new pooling_backward(
            new pooling_backward.primitive_desc(
                new pooling_backward.desc(
                    algorithm.pooling_max,
                    x,
                    y,
                    shape.stride(),
                    shape.kernel(),
                    shape.before(),
                    shape.after()),
                OneDnn.cpu(),
                hint));
    memory.desc outerX = OneDnn.rowMajor(shape.input());
    memory.desc outerY = OneDnn.rowMajor(shape.output());
    input = new OneDnnOperand(outerX, x, Scratch.Slot.INPUT);
    output = new OneDnnOperand(outerY, y, Scratch.Slot.OUTPUT);
    inputGradient = new OneDnnOperand(outerX, x, Scratch.Slot.INPUT);
    outputGradient = new OneDnnOperand(outerY, y, Scratch.Slot.OUTPUT);
    memory where = new memory(hint.workspace_desc(), OneDnn.cpu());
    forwardArguments.put(DNNL_ARG_SRC, input.argument());
    forwardArguments.put(DNNL_ARG_DST, output.argument());
    forwardArguments.put(DNNL_ARG_WORKSPACE, where);
    backwardArguments.put(DNNL_ARG_DIFF_DST, outputGradient.argument());
    backwardArguments.put(DNNL_ARG_DIFF_SRC, inputGradient.argument());
    backwardArguments.put(DNNL_ARG_WORKSPACE, where);
  }

  @Override
  public void forward(INDArray x, INDArray y) {
    input.read(x, queue);
    output.attach(y);
    forward.execute(queue, forwardArguments);
    output.write(queue);
    queue._wait();
  }

  @Override
  public void backward(INDArray x, INDArray dy, INDArray dx) {
    outputGradient.read(dy, queue);
    inputGradient.attach(dx);
    backward.execute(queue, backwardArguments);
    inputGradient.write(queue);
    queue._wait();
  }
}
