// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

import java.util.Arrays;

/** Collects values in a Java array; for mean images, which are small. */
final class HeapSink implements FloatSink<float[]> {
  private float[] values = new float[0];
  private int size;

  @Override
  public void expect(int count) {
    room(count);
  }

  @Override
  public void append(float[] buffer, int length) {
    room(length);
    System.arraycopy(buffer, 0, values, size, length);
    size += length;
  }

  /** Grows by half at least, so that many small pieces are not copied each time. */
  private void room(int count) {
    if (count > values.length - size) {
      values = Arrays.copyOf(values, Math.max(size + count, values.length + values.length / 2));
    }
  }

  @Override
  public float[] finish() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
