// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel.host;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of a row-major float array in the memory of the host, for kernels written in Java.
 * Reading and writing copies whole runs between this memory and Java arrays; threads may do so at
 * the same time in different places.
 */
public final class HostFloats {
  private final INDArray array;
  private final FloatBuffer buffer;

  private HostFloats(INDArray array) {
    this.array = array;
    Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    this.buffer =
        new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }

  /**
   * The numbers of an array.
   *
   * @param array row-major, float
   * @throws IllegalArgumentException if it is neither
   */
  public static HostFloats of(INDArray array) {
    if (array.dataType() != DataType.FLOAT || !isRowMajor(array)) {
      throw new IllegalArgumentException(
          "expected a row-major float array, got " + array.shapeInfoToString());
    }
    return new HostFloats(array);
  }

  /** The array itself if it is row-major, else a copy that is. */
  public static INDArray rowMajor(INDArray array) {
    return isRowMajor(array) ? array : array.dup('c');
  }

  /** Copies a run out. */
  public void read(int from, float[] into, int length) {
    buffer.get(from, into, 0, length);
  }

  /** Copies a run in. */
  public void write(int to, float[] from, int length) {
    buffer.put(to, from, 0, length);
  }

  /** To be called after the last write. */
  public void written() {
    Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
  }

  /** Strides of dimensions of size 1 do not matter, and ND4J sets them to anything. */
  private static boolean isRowMajor(INDArray array) {
    long expected = 1;
    for (int i = array.rank() - 1; i >= 0; i--) {
      if (array.size(i) != 1 && array.stride(i) != expected) {
        return false;
      }
      expected *= array.size(i);
    }
    return true;
  }
}
