// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import io.agegender.network.kernel.host.HostFloats;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Collects values outside the Java heap: VGG16's largest layer alone has 411 MB of them. */
final class NdArraySink implements FloatSink<INDArray> {
  private final List<INDArray> full = new ArrayList<>();
  private INDArray current;
  private HostFloats values;
  private int size;

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
    values.write(size, buffer, length);
    size += length;
  }

  private void startArray(long length) {
    if (current != null) {
      values.written();
      full.add(current);
    }
    current = Nd4j.createUninitialized(DataType.FLOAT, length);
    values = HostFloats.of(current);
    size = 0;
  }

  @Override
  public INDArray finish() {
    if (current == null) {
      return Nd4j.empty(DataType.FLOAT);
    }
    values.written();
    if (full.isEmpty()) {
      return current;
    }
    full.add(current);
    return Nd4j.concat(0, full.toArray(INDArray[]::new));
  }
}
