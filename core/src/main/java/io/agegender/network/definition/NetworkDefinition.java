// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.io.Serializable;
import java.util.List;

/**
 * A network as a value: what a Caffe definition says for one phase. The layers stand in the order
 * in which they are executed; equal definitions are the same network.
 *
 * @param name a title; it has no effect
 * @param input the blobs that data is put into
 * @param layers at least one; ReLU and dropout are layers of their own
 */
public record NetworkDefinition(String name, Input input, List<LayerDefinition> layers)
    implements Serializable {

  public NetworkDefinition {
    layers = List.copyOf(layers);
  }

  /** The same network under another title. */
  public NetworkDefinition titled(String title) {
    return new NetworkDefinition(title, input, layers);
  }

  /**
   * What a minibatch puts in: (N, channels, size, size) pictures and N labels.
   *
   * @param data name of the pictures' blob
   * @param label name of the labels' blob; a network without loss does not use it
   * @param channels of a picture, at least 1
   * @param size height and width in pixels, at least 1
   */
  public record Input(String data, String label, int channels, int size) implements Serializable {
    /** Pictures in three channels and labels, under Caffe's usual names. */
    public static Input pictures(int size) {
      return new Input("data", "label", 3, size);
    }
  }
}
