// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of a {@code .caffemodel} file that has parameters.
 *
 * @param name Caffe's name of the layer
 * @param blobs weights, then biases; values of rank 1, row-major
 */
record StoredLayer(String name, List<StoredBlob<INDArray>> blobs) {
  /** Such as {@code 96x3x7x7, 96}. */
  String shapes() {
    return String.join(", ", blobs.stream().map(b -> b.shape().toString()).toList());
  }

  /** Frees the values, which lie outside the Java heap. */
  void release() {
    blobs.stream().map(StoredBlob::values).filter(v -> !v.isEmpty()).forEach(INDArray::close);
  }
}
