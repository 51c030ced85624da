// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import io.agegender.foundation.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A long vector of floats as a list of byte arrays, four bytes a float, little-endian. Java
 * serialises byte arrays at the speed of a copy, and no chunk comes near the size limits of Spark.
 *
 * @param chunks all of {@link #chunkFloats} floats but the last, which may be shorter
 */
public record FloatChunks(List<byte[]> chunks) implements Serializable {
  private static final int MOST_CHUNKS = 64;

  /** With its header of 16 bytes such an array is a whole number of the regions that G1 gives. */
  private static final int UNIT = 1 << 20;

  private static final int HEADER = 16 / Float.BYTES;

  public FloatChunks {
    chunks = List.copyOf(chunks);
  }

  /**
   * The length of a chunk in floats: just under 4 MiB, or a multiple of it for vectors that would
   * have over 64 chunks. (A little more than 4 MiB would take up to 8 MiB of the heap.)
   *
   * @param length floats of the whole vector
   */
  public static int chunkFloats(long length) {
    long units = 1 + (length - 1) / ((long) MOST_CHUNKS * (UNIT - HEADER));
    return Math.toIntExact(units * UNIT - HEADER);
  }

  /** Copies a dense array of floats, in the order of its buffer. */
  public static FloatChunks of(INDArray array) {
    int chunk = chunkFloats(array.length());
    List<byte[]> chunks = new ArrayList<>();
    for (long first = 0; first < array.length(); first += chunk) {
      int count = (int) Math.min(chunk, array.length() - first);
      chunks.add(NativeFloats.read(array, Math.toIntExact(first), count));
    }
    return new FloatChunks(chunks);
  }

  /** Copies an array. */
  public static FloatChunks of(float[] values) {
    int chunk = chunkFloats(values.length);
    List<byte[]> chunks = new ArrayList<>();
    for (int first = 0; first < values.length; first += chunk) {
      int count = Math.min(chunk, values.length - first);
      byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
      floats(bytes).put(values, first, count);
      chunks.add(bytes);
    }
    return new FloatChunks(chunks);
  }

  /** All floats. */
  public float[] toArray() {
    return floats(0, Math.toIntExact(length()));
  }

  /**
   * Copies this vector into a dense array of as many floats.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public void copyTo(INDArray array) {
    if (array.length() != length()) {
      throw new IllegalArgumentException(
          "%d floats do not fit an array of %d".formatted(length(), array.length()));
    }
    int first = 0;
    for (byte[] chunk : chunks) {
      NativeFloats.write(chunk, array, first);
      first += chunk.length / Float.BYTES;
    }
  }

  /** The floats of a chunk; writing to them changes it. */
  public static FloatBuffer floats(byte[] chunk) {
    return ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /**
   * Copies some of the floats.
   *
   * @param first the first float, from 0
   */
  public float[] floats(long first, int count) {
    int chunk = chunkFloats(length());
    float[] values = new float[count];
    for (int at = 0; at < count; ) {
      int offset = Math.toIntExact((first + at) % chunk);
      int length = Math.min(count - at, chunk - offset);
      floats(chunks.get(Math.toIntExact((first + at) / chunk))).get(offset, values, at, length);
      at += length;
    }
    return values;
  }

  /** The number of floats. */
  public long length() {
    return chunks.stream().mapToLong(c -> c.length / Float.BYTES).sum();
  }

  /**
   * The sum of the squares of some of the floats, in their order, in double precision.
   *
   * @param first the first float, from 0
   */
  public double squares(long first, long count) {
    int chunk = chunkFloats(length());
    double sum = 0;
    for (long at = first; at < first + count; ) {
      int offset = Math.toIntExact(at % chunk);
      int end = (int) Math.min(chunk, offset + first + count - at);
      FloatBuffer values = floats(chunks.get(Math.toIntExact(at / chunk)));
      for (int i = offset; i < end; i++) {
        double value = values.get(i);
        sum += value * value;
      }
      at += end - offset;
    }
    return sum;
  }

  /** Whether every value is a number, neither infinite nor NaN. */
  public boolean isFinite() {
    for (byte[] chunk : chunks) {
      FloatBuffer values = floats(chunk);
      while (values.hasRemaining()) {
        if (!Float.isFinite(values.get())) {
          return false;
        }
      }
    }
    return true;
  }

  /** SHA-256 of the floats as little-endian bytes, in hexadecimal. */
  public String sha256() {
    Sha256 hash = new Sha256();
    chunks.forEach(hash::add);
    return hash.hex();
  }

  /** Writes the floats, little-endian, without a header. */
  public void writeTo(OutputStream stream) throws IOException {
    for (byte[] chunk : chunks) {
      stream.write(chunk);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param length the number of floats
   * @throws IOException if the stream ends before
   */
  public static FloatChunks readFrom(InputStream stream, long length) throws IOException {
    int chunk = chunkFloats(length);
    List<byte[]> chunks = new ArrayList<>();
    for (long first = 0; first < length; first += chunk) {
      int bytes = (int) Math.min(chunk, length - first) * Float.BYTES;
      byte[] read = stream.readNBytes(bytes);
      if (read.length < bytes) {
        throw new IOException(
            "%d floats expected, the file ends after %d"
                .formatted(length, first + read.length / Float.BYTES));
      }
      chunks.add(read);
    }
    return new FloatChunks(chunks);
  }
}
