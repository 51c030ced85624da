// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Collects values outside the Java heap: VGG16's largest layer alone has 411 MB of them. */
final class NdArraySink implements FloatSink<INDArray> {
  private final List<INDArray> full = new ArrayList<>();
  private INDArray current;
  private long size;

  @Override
  public void expect(int count) {
    if (count > 0) {
      startArray(count);
    }
  }

  @Override
  public void append(float[] buffer, int length) {
    if (current == null || size + length > current.length()) {
      // Only data that is not packed comes without its number.
      startArray(length);
    }
    current
        .get(NDArrayIndex.interval(size, size + length))
        .assign(Nd4j.createFromArray(Arrays.copyOf(buffer, length)));
    size += length;
  }

  private void startArray(long length) {
    if (current != null) {
      full.add(current);
    }
    current = Nd4j.createUninitialized(DataType.FLOAT, length);
    size = 0;
  }

  @Override
  public INDArray finish() {
    if (current == null) {
      return Nd4j.empty(DataType.FLOAT);
    }
    if (full.isEmpty()) {
      return current;
    }
    full.add(current);
    return Nd4j.concat(0, full.toArray(INDArray[]::new));
  }
}
