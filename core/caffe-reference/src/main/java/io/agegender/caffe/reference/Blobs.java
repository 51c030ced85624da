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

  /** Sets each gradient to a value over what the blob holds; to 0 where that is 0. */
  static void quotientDiff(FloatBlob blob, Npy values) {
    FloatPointer data = blob.cpu_data();
    FloatPointer diff = blob.mutable_cpu_diff();
    for (int i = 0; i < blob.count(); i++) {
      float z = data.get(i);
      diff.put(i, z == 0 ? 0 : values.values().getFloat(Float.BYTES * i) / z);
    }
  }

  /** Multiplies what the blob holds by its gradient. */
  static void timesDiff(FloatBlob blob) {
    FloatPointer data = blob.mutable_cpu_data();
    FloatPointer diff = blob.cpu_diff();
    for (int i = 0; i < blob.count(); i++) {
      data.put(i, data.get(i) * diff.get(i));
    }
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
