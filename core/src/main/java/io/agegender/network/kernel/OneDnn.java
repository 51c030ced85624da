// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN on the CPU, called directly.
 *
 * <p>ND4J's operations call the same library, but compute the gradient at the input of the first
 * layer too (in CaffeNet a third of the whole backward pass), allocate their blocked copies anew in
 * each call, know no groups, do not keep where a maximum was, and multiply matrices with OpenBLAS,
 * which is slower on a minibatch of few rows.
 */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private OneDnn() {}

  /** The CPU as oneDNN sees it; made on first use. */
  static engine cpu() {
    return Cpu.ENGINE;
  }

  /** Whether arrays lie in the host's memory and the library can be loaded. */
  static boolean isAvailable() {
    return Availability.VALUE;
  }

  /** Row-major floats of a shape. */
  static memory.desc rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return new memory.desc(shape, memory.data_type.f32, strides);
  }

  /** Floats of a shape in the layout that oneDNN likes best. */
  static memory.desc any(long[] shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
  }

  /** A memory that gets its address in each call. */
  static memory withoutData(memory.desc layout) {
    return new memory(layout, cpu(), null);
  }

  /** Attributes of a primitive that applies ReLU to its output, or of one that does not. */
  static primitive_attr followedByRelu(boolean rectified) {
    primitive_attr attributes = new primitive_attr();
    if (rectified) {
      post_ops relu = new post_ops();
      relu.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
      attributes.set_post_ops(relu);
    }
    return attributes;
  }

  private static final class Cpu {
    private static final engine ENGINE = new engine(engine.kind.cpu, 0);
  }

  private static final class Availability {
    private static final boolean VALUE = check();

    private static boolean check() {
      if (!Backend.isCpu()) {
        return false;
      }
      try {
        return !cpu().isNull();
      } catch (LinkageError e) {
        LOG.warn(
            "oneDNN cannot be loaded: the networks run on operations of ND4J, which is slower", e);
        return false;
      }
    }
  }

  /** Where an array's numbers begin. */
  static Pointer address(INDArray array) {
    return array.data().addressPointer();
  }
}
