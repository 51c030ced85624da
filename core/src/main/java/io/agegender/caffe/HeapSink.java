package io.agegender.caffe;

import java.util.Arrays;

/** Collects values in a Java array; for mean images, which are small. */
final class HeapSink implements FloatSink<float[]> {
  private float[] values = new float[0];
  private int size;

  @Override
  public void expect(int count) {
    values = Arrays.copyOf(values, size + count);
  }

  @Override
  public void append(float[] buffer, int length) {
    if (size + length > values.length) {
      values = Arrays.copyOf(values, Math.max(size + length, 2 * values.length));
    }
    System.arraycopy(buffer, 0, values, size, length);
    size += length;
  }

  @Override
  public float[] finish() {
    return Arrays.copyOf(values, size);
  }
}
