// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import io.agegender.network.definition.LayerDefinition.Convolution;
import io.agegender.network.definition.LayerDefinition.Learning;
import java.util.List;

/**
 * A layer at its place in a network.
 *
 * @param definition what the layer does
 * @param sources the layers that made its bottoms as they are when it runs (a layer that works in
 *     place makes a blob anew), or the name of the input's blob; labels are left out
 * @param inputs shapes of those blobs
 * @param output shape of its top
 * @param needsInputGradient whether a layer before it learns
 */
public record ResolvedLayer(
    LayerDefinition definition,
    List<String> sources,
    List<BlobShape> inputs,
    BlobShape output,
    boolean needsInputGradient) {

  /** The layer's name. */
  public String name() {
    return definition.name();
  }

  /** Numbers that one output of a layer with weights is made of; 0 without weights. */
  public long fanIn() {
    if (definition instanceof Convolution convolution) {
      int kernel = convolution.window().kernel();
      return (long) inputs.get(0).channels() / convolution.groups() * kernel * kernel;
    }
    return definition instanceof Learning ? inputs.get(0).count() : 0;
  }

  /** Weights and biases. */
  public long parameters() {
    return definition instanceof Learning learning ? learning.outputs() * (fanIn() + 1) : 0;
  }

  /** Multiplications of one picture's forward pass through the weights. */
  public long multiplications() {
    return output.count() * fanIn();
  }
}
