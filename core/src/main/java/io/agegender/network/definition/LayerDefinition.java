// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

import java.io.Serializable;
import java.util.List;

/**
 * One layer of a network as Caffe describes it. A layer reads its bottom blobs and makes one top
 * blob. ReLU and dropout may work in place: their top is their bottom. Weights bear the name of
 * their layer.
 */
public sealed interface LayerDefinition extends Serializable {
  /** The layer's name, unique in its network. */
  String name();

  /** The blobs that the layer reads, labels included. */
  List<String> bottoms();

  /** The blob that the layer makes. */
  String top();

  /** Whether the layer overwrites the blob that it reads. */
  default boolean isInPlace() {
    return bottoms().contains(top());
  }

  /** A layer that reads one blob. */
  sealed interface Simple extends LayerDefinition {
    /** The blob that the layer reads. */
    String bottom();

    @Override
    default List<String> bottoms() {
      return List.of(bottom());
    }
  }

  /** A layer with weights and biases. */
  sealed interface Learning extends Simple {
    /** Channels or units of the top, at least 1. */
    int outputs();

    /** Weights: (outputs, inputs / groups, kernel, kernel) or (outputs, inputs). */
    Parameters weights();

    /** Biases: (outputs). */
    Parameters biases();
  }

  /**
   * Convolution with biases; the size of its output is rounded down.
   *
   * @param outputs channels of the top, at least 1
   * @param groups output channels of a group see the input channels of the same group only
   */
  record Convolution(
      String name,
      String bottom,
      String top,
      int outputs,
      Window window,
      int groups,
      Parameters weights,
      Parameters biases)
      implements Learning {}

  /**
   * Fully connected layer with biases; flattens its input in the order channel, row, column.
   *
   * @param outputs units of the top, at least 1
   */
  record InnerProduct(
      String name, String bottom, String top, int outputs, Parameters weights, Parameters biases)
      implements Learning {}

  /** max(0, x). */
  record Relu(String name, String bottom, String top) implements Simple {}

  /** Maximum or mean over a window; the size of its output is rounded up. */
  record Pooling(String name, String bottom, String top, Method method, Window window)
      implements Simple {
    /** What becomes of the values in a window. */
    public enum Method {
      /** The largest; padding never is. */
      MAX,
      /** The mean; padding counts as 0, what lies beyond the padding does not count. */
      AVERAGE
    }
  }

  /**
   * Local response normalisation across channels: {@code y = x / (k + alpha / size *
   * sum(x^2))^beta} where the sum goes over the channels around x.
   *
   * @param size channels in the sum, odd
   */
  record LocalResponseNorm(
      String name, String bottom, String top, int size, double alpha, double beta, double k)
      implements Simple {}

  /**
   * Training drops values and scales the others by 1 / (1 - ratio).
   *
   * @param ratio share that is dropped, above 0 and below 1
   */
  record Dropout(String name, String bottom, String top, double ratio) implements Simple {}

  /** Joins the channels of its bottoms, in their order. */
  record Concat(String name, List<String> bottoms, String top) implements LayerDefinition {
    public Concat {
      bottoms = List.copyOf(bottoms);
    }
  }

  /**
   * Softmax and its cross entropy, the mean over the batch.
   *
   * @param bottom scores, one for each class
   * @param label blob with the number of the right class
   * @param weight factor of this loss in the sum of all losses ({@code loss_weight})
   */
  record SoftmaxLoss(String name, String bottom, String label, String top, double weight)
      implements LayerDefinition {
    @Override
    public List<String> bottoms() {
      return List.of(bottom, label);
    }
  }

  /** Class probabilities out of scores: the output of a network that is not trained. */
  record Softmax(String name, String bottom, String top) implements Simple {}
}
