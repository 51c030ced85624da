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
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution as three primitives of oneDNN. Direct convolution, never Winograd's: that one
 * rounds differently and would leave the tolerances of the comparison with Caffe.
 */
final class OneDnnConvolution implements Kernels.Learning {
  private final stream queue = new stream(OneDnn.cpu());
  private final ConvolutionShape shape;
  private final OneDnnReluGradient relu;
  private final Forward forward;
  private final BackwardWeights backwardWeights;
  private final BackwardInput backwardInput;

  OneDnnConvolution(ConvolutionShape shape) {
    this.shape = shape;
    this.relu = new OneDnnReluGradient(shape.output());
    Layouts layouts = new Layouts(shape);
    convolution_forward.primitive_desc hint = layouts.forward();
    this.forward = new Forward(layouts, hint);
    this.backwardWeights = new BackwardWeights(layouts, hint);
    this.backwardInput = new BackwardInput(layouts, hint, backwardWeights.outputGradient);
  }

  @Override
  public void forward(Operands operands) {
    forward.run(operands);
  }

  @Override
  public void backward(Operands operands, Gradients gradients) {
    if (shape.rectified()) {
      relu.run(operands.output(), gradients.output(), queue);
    }
    backwardWeights.run(operands.input(), gradients);
    gradients
        .input()
        .ifPresent(into -> backwardInput.run(gradients.output(), operands.weights(), into));
  }

  /** What the primitives are made from. */
  private static final class Layouts {
    private final ConvolutionShape shape;
    private final long[] weightShape;
    private final long[] strides;
    private final long[] padding;
    private final memory.desc input;
    private final memory.desc output;
    private final memory.desc weights;
    private final memory.desc bias;

    Layouts(ConvolutionShape shape) {
      this.shape = shape;
      long g = shape.groups();
      long kernel = shape.window().kernel();
      long perGroup = shape.inChannels() / g;
      this.weightShape =
          g == 1
              ? new long[] {shape.outChannels(), perGroup, kernel, kernel}
              : new long[] {g, shape.outChannels() / g, perGroup, kernel, kernel};
      this.strides = ConvolutionShape.square(shape.window().stride());
      this.padding = ConvolutionShape.square(shape.window().pad());
      this.input = OneDnn.rowMajor(shape.input());
      this.output = OneDnn.rowMajor(shape.output());
      this.weights = OneDnn.rowMajor(weightShape);
      this.bias = OneDnn.rowMajor(new long[] {shape.outChannels()});
    }

    convolution_forward.primitive_desc forward() {
      convolution_forward.desc wanted =
          new convolution_forward.desc(
              prop_kind.forward_training,
              algorithm.convolution_direct,
              OneDnn.any(shape.input()),
              OneDnn.any(weightShape),
              bias,
              OneDnn.any(shape.output()),
              strides,
              padding,
              padding);
      return new convolution_forward.primitive_desc(
          wanted, OneDnn.followedByRelu(shape.rectified()), OneDnn.cpu());
    }

    convolution_backward_weights.primitive_desc backwardWeights(
        convolution_forward.primitive_desc hint) {
      return new convolution_backward_weights.primitive_desc(
          new convolution_backward_weights.desc(
              algorithm.convolution_direct,
              OneDnn.any(shape.input()),
              OneDnn.any(weightShape),
              bias,
              OneDnn.any(shape.output()),
              strides,
              padding,
              padding),
          OneDnn.cpu(),
          hint);
    }

    convolution_backward_data.primitive_desc backwardInput(
        convolution_forward.primitive_desc hint) {
      return new convolution_backward_data.primitive_desc(
          new convolution_backward_data.desc(
              algorithm.convolution_direct,
              OneDnn.any(shape.input()),
              OneDnn.any(weightShape),
              OneDnn.any(shape.output()),
              strides,
              padding,
              padding),
          OneDnn.cpu(),
          hint);
    }
  }

  private final class Forward {
    private final convolution_forward primitive;
    private final OneDnnOperand input;
    private final OneDnnOperand weights;
    private final OneDnnOperand output;
    private final memory bias;
    private final IntMemoryMap arguments = new IntMemoryMap();

    Forward(Layouts layouts, convolution_forward.primitive_desc chosen) {
      primitive = new convolution_forward(chosen);
      input = new OneDnnOperand(layouts.input, chosen.src_desc(), Scratch.Slot.INPUT);
      weights = new OneDnnOperand(layouts.weights, chosen.weights_desc(), Scratch.Slot.WEIGHTS);
      output = new OneDnnOperand(layouts.output, chosen.dst_desc(), Scratch.Slot.OUTPUT);
      bias = OneDnn.withoutData(layouts.bias);
      arguments.put(DNNL_ARG_SRC, input.argument());
      arguments.put(DNNL_ARG_WEIGHTS, weights.argument());
      arguments.put(DNNL_ARG_BIAS, bias);
      arguments.put(DNNL_ARG_DST, output.argument());
    }

    void run(Operands operands) {
      input.read(operands.input(), queue);
      weights.read(operands.weights(), queue);
      bias.set_data_handle(OneDnn.address(operands.bias()));
      output.attach(operands.output());
      primitive.execute(queue, arguments);
      output.write(queue);
      queue._wait();
    }
  }

  private final class BackwardWeights {
    private final convolution_backward_weights primitive;
    private final OneDnnOperand input;
    private final OneDnnOperand outputGradient;
    private final OneDnnOperand weightGradient;
    private final memory biasGradient;
    private final IntMemoryMap arguments = new IntMemoryMap();

    BackwardWeights(Layouts layouts, convolution_forward.primitive_desc hint) {
      convolution_backward_weights.primitive_desc chosen = layouts.backwardWeights(hint);
      primitive = new convolution_backward_weights(chosen);
      input = new OneDnnOperand(layouts.input, chosen.src_desc(), Scratch.Slot.INPUT);
      outputGradient =
          new OneDnnOperand(layouts.output, chosen.diff_dst_desc(), Scratch.Slot.OUTPUT);
      weightGradient =
          new OneDnnOperand(
              layouts.weights, chosen.diff_weights_desc(), Scratch.Slot.WEIGHT_GRADIENT);
      biasGradient = OneDnn.withoutData(layouts.bias);
      arguments.put(DNNL_ARG_SRC, input.argument());
      arguments.put(DNNL_ARG_DIFF_DST, outputGradient.argument());
      arguments.put(DNNL_ARG_DIFF_WEIGHTS, weightGradient.argument());
      arguments.put(DNNL_ARG_DIFF_BIAS, biasGradient);
    }

    void run(INDArray x, Gradients gradients) {
      input.read(x, queue);
      outputGradient.read(gradients.output(), queue);
      weightGradient.attach(gradients.weights());
      biasGradient.set_data_handle(OneDnn.address(gradients.bias()));
      primitive.execute(queue, arguments);
      weightGradient.write(queue);
      queue._wait();
    }
  }

  /** Runs after {@link BackwardWeights} on the same gradient. */
  private final class BackwardInput {
    private final convolution_backward_data primitive;
    private final OneDnnOperand outputGradient;
    private final OneDnnOperand weights;
    private final OneDnnOperand inputGradient;
    private final boolean outputGradientIsThere;
    private final IntMemoryMap arguments = new IntMemoryMap();

    /**
     * @param copied the same gradient as the primitive before this one reads it
     */
    BackwardInput(Layouts layouts, convolution_forward.primitive_desc hint, OneDnnOperand copied) {
      convolution_backward_data.primitive_desc chosen = layouts.backwardInput(hint);
      primitive = new convolution_backward_data(chosen);
      OneDnnOperand own =
          new OneDnnOperand(layouts.output, chosen.diff_dst_desc(), Scratch.Slot.OUTPUT);
      outputGradientIsThere = own.hasLayoutOf(copied);
      outputGradient = outputGradientIsThere ? copied : own;
      weights = new OneDnnOperand(layouts.weights, chosen.weights_desc(), Scratch.Slot.WEIGHTS);
      inputGradient = new OneDnnOperand(layouts.input, chosen.diff_src_desc(), Scratch.Slot.INPUT);
      arguments.put(DNNL_ARG_DIFF_DST, outputGradient.argument());
      arguments.put(DNNL_ARG_WEIGHTS, weights.argument());
      arguments.put(DNNL_ARG_DIFF_SRC, inputGradient.argument());
    }

    void run(INDArray dy, INDArray w, INDArray dx) {
      if (!outputGradientIsThere) {
        outputGradient.read(dy, queue);
      }
      weights.read(w, queue);
      inputGradient.attach(dx);
      primitive.execute(queue, arguments);
      inputGradient.write(queue);
      queue._wait();
    }
  }
}
