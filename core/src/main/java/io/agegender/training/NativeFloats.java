// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between Java arrays and the native memory of an array in one go, without temporary arrays
 * that would wait for the garbage collector outside the heap. Works for arrays on a GPU, too, by
 * way of their host copy.
 */
public final class NativeFloats {
  private NativeFloats() {}

  /**
   * @param array dense, of floats, in order of its buffer
   * @param first the first float to read
   * @return {@code count} floats, four bytes each, little-endian
   */
  static byte[] read(INDArray array, int first, int count) {
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    FloatChunks.floats(bytes).put(view(array, first, count));
    return bytes;
  }

  /**
   * @param bytes floats, four bytes each, little-endian
   * @param array dense, of floats
   * @param first the first float to replace
   */
  static void write(byte[] bytes, INDArray array, int first) {
    view(array, first, bytes.length / Float.BYTES).put(FloatChunks.floats(bytes));
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /** Replaces the first floats of a dense array. */
  public static void write(float[] values, INDArray array) {
    view(array, 0, values.length).put(values);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  private static FloatBuffer view(INDArray array, int first, int count) {
    if (array.dataType() != DataType.FLOAT
        || (array.isView() && array.data().length() != array.length())) {
      throw new IllegalArgumentException(
          "a dense array of floats is wanted, not %s %s"
              .formatted(array.dataType(), array.shapeInfoToString()));
    }
    int start = Math.toIntExact(array.offset()) + first;
    return array.data().asNioFloat().duplicate().position(start).limit(start + count).slice();
  }
}
