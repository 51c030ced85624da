// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.caffe.FloatBlob;
import org.bytedeco.javacpp.FloatPointer;

/** Between Caffe's blobs and NumPy files. */
final class Blobs {
  private Blobs() {}

  static void writeData(FloatBlob blob, Path file) throws IOException {
    write(blob, blob.cpu_data(), file);
  }

  static void writeDiff(FloatBlob blob, Path file) throws IOException {
    write(blob, blob.cpu_diff(), file);
  }

  private static void write(FloatBlob blob, FloatPointer values, Path file) throws IOException {
    new Npy(shape(blob), bytes(values, blob.count())).write(file);
  }

  /** Copies one minibatch out of an array of several: rows {@code index * batch} and following. */
  static void fill(FloatBlob blob, Npy source, int index) {
    int bytes = Float.BYTES * blob.count();
    bytes(blob.mutable_cpu_data(), blob.count())
        .put(source.values().slice(Math.multiplyExact(index, bytes), bytes));
  }

  static int[] shape(FloatBlob blob) {
    int[] shape = new int[blob.num_axes()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = blob.shape(i);
    }
    return shape;
  }

  private static ByteBuffer bytes(FloatPointer values, int count) {
    return values.capacity(count).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
