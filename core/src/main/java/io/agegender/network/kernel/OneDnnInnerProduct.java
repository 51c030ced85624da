// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.agegender.network.kernel.Kernels.Gradients;
import io.agegender.network.kernel.Kernels.Operands;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * The layer as three primitives of oneDNN that work on the arrays in place: copies of the weights
 * in another layout would cost more than they save.
 */
final class OneDnnInnerProduct implements Kernels.Learning {
  private final stream queue = new stream(OneDnn.cpu());
  private final boolean rectified;
  private final OneDnnReluGradient relu;
  private final inner_product_forward forward;
  private final inner_product_backward_weights backwardWeights;
  private final inner_product_backward_data backwardInput;
  private final memory input;
  private final memory weights;
  private final memory bias;
  private final memory output;
  private final memory inputGradient;
  private final memory weightGradient;
  private final memory outputGradient;
  private final IntMemoryMap forwardArguments = new IntMemoryMap();
  private final IntMemoryMap weightsArguments = new IntMemoryMap();
  private final IntMemoryMap inputArguments = new IntMemoryMap();

  OneDnnInnerProduct(Kernels.InnerProductShape shape) {
    long pictures = shape.pictures();
    long inputs = shape.inputs();
    long outputs = shape.outputs();
    this.rectified = shape.rectified();
    this.relu = new OneDnnReluGradient(new long[] {pictures, outputs});
    memory.desc x = OneDnn.rowMajor(new long[] {pictures, inputs});
    memory.desc y = OneDnn.rowMajor(new long[] {pictures, outputs});
    // Column-major (nIn, nOut) is row-major (nOut, nIn).
    memory.desc w = OneDnn.rowMajor(new long[] {outputs, inputs});
    memory.desc b = OneDnn.rowMajor(new long[] {outputs});
    inner_product_forward.primitive_desc hint =
        new inner_product_forward.primitive_desc(
            new inner_product_forward.desc(prop_kind.forward_training, x, w, b, y),
            OneDnn.followedByRelu(rectified),
            OneDnn.cpu());
    forward = new inner_product_forward(hint);
    backwardWeights =
        new inner_product_backward_weights(
            new inner_product_backward_weights.primitive_desc(
                new inner_product_backward_weights.desc(x, w, b, y), OneDnn.cpu(), hint));
    backwardInput =
        new inner_product_backward_data(
            new inner_product_backward_data.primitive_desc(
                new inner_product_backward_data.desc(x, w, y), OneDnn.cpu(), hint));
    input = OneDnn.withoutData(x);
    weights = OneDnn.withoutData(w);
    bias = OneDnn.withoutData(b);
    output = OneDnn.withoutData(y);
    inputGradient = OneDnn.withoutData(x);
    weightGradient = OneDnn.withoutData(w);
    outputGradient = OneDnn.withoutData(y);
    forwardArguments.put(DNNL_ARG_SRC, input);
    forwardArguments.put(DNNL_ARG_WEIGHTS, weights);
    forwardArguments.put(DNNL_ARG_BIAS, bias);
    forwardArguments.put(DNNL_ARG_DST, output);
    weightsArguments.put(DNNL_ARG_SRC, input);
    weightsArguments.put(DNNL_ARG_DIFF_DST, outputGradient);
    weightsArguments.put(DNNL_ARG_DIFF_WEIGHTS, weightGradient);
    weightsArguments.put(DNNL_ARG_DIFF_BIAS, bias);
    inputArguments.put(DNNL_ARG_WEIGHTS, weights);
    inputArguments.put(DNNL_ARG_DIFF_DST, outputGradient);
    inputArguments.put(DNNL_ARG_DIFF_SRC, inputGradient);
  }

  @Override
  public void forward(Operands operands) {
    input.set_data_handle(OneDnn.address(operands.input()));
    weights.set_data_handle(OneDnn.address(operands.weights()));
    bias.set_data_handle(OneDnn.address(operands.bias()));
    output.set_data_handle(OneDnn.address(operands.output()));
    forward.execute(queue, forwardArguments);
    queue._wait();
  }

  @Override
  public void backward(Operands operands, Gradients gradients) {
    if (rectified) {
      relu.run(operands.output(), gradients.output(), queue);
    }
    input.set_data_handle(OneDnn.address(operands.input()));
    weights.set_data_handle(OneDnn.address(operands.weights()));
    bias.set_data_handle(OneDnn.address(gradients.bias()));
    outputGradient.set_data_handle(OneDnn.address(gradients.output()));
    weightGradient.set_data_handle(OneDnn.address(gradients.weights()));
    backwardWeights.execute(queue, weightsArguments);
    gradients
        .input()
        .ifPresent(
            into -> {
              inputGradient.set_data_handle(OneDnn.address(into));
              backwardInput.execute(queue, inputArguments);
            });
    queue._wait();
  }
}
