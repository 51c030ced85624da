// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.graph;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout whose mask somebody else has made. */
final class InjectedMask implements IDropout {
  private static final long serialVersionUID = 1L;

  /** 0 or the factor of each number of a batch. */
  private transient INDArray factors;

  void factors(INDArray values) {
    factors = values;
  }

  @Override
  public INDArray applyDropout(
      INDArray activations, INDArray result, int iteration, int epoch, LayerWorkspaceMgr memory) {
    return activations.muli(factors.reshape(activations.shape()), result);
  }

  @Override
  public INDArray backprop(INDArray atOutput, INDArray atInput, int iteration, int epoch) {
    return atOutput.muli(factors.reshape(atOutput.shape()), atInput);
  }

  @Override
  public void clear() {
    // The mask is set before each pass.
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public IDropout clone() {
    return this;
  }
}
