// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One array of a oneDNN primitive: row-major outside, inside in the layout that the primitive
 * chose, copied between the two if they differ.
 */
final class OneDnnOperand {
  private final memory outer;
  private final memory inner;
  private final long innerBytes;
  private final Scratch.Slot slot;
  private final boolean sameLayout;
  private final reorder toInner;
  private final reorder toOuter;

  /**
   * @param rowMajor layout of the arrays handed in
   * @param wanted layout that the primitive works on
   * @param slot where the copy lies
   */
  OneDnnOperand(memory.desc rowMajor, memory.desc wanted, Scratch.Slot slot) {
    this.outer = OneDnn.withoutData(rowMajor);
    this.inner = OneDnn.withoutData(wanted);
    this.innerBytes = wanted.get_size();
    this.slot = slot;
    this.sameLayout = rowMajor.equals(wanted);
    this.toInner = new reorder(outer, inner);
    this.toOuter = new reorder(inner, outer);
  }

  /** What the primitive takes as its argument. */
  memory argument() {
    return inner;
  }

  /** Points the primitive to an array that it reads. */
  void read(INDArray array, stream queue) {
    attach(array);
    if (!sameLayout) {
      toInner.execute(queue, outer, inner);
    }
  }

  /** Whether the primitive of another operand works on the same layout. */
  boolean hasLayoutOf(OneDnnOperand other) {
    return inner.get_desc().equals(other.inner.get_desc());
  }

  /** Points the primitive to an array that it will write. */
  void attach(INDArray array) {
    Pointer data = OneDnn.address(array);
    outer.set_data_handle(data);
    inner.set_data_handle(sameLayout ? data : Scratch.ofThread().get(slot, innerBytes));
  }

  /** Hands over what the primitive wrote. */
  void write(stream queue) {
    if (!sameLayout) {
      toOuter.execute(queue, inner, outer);
    }
  }
}
