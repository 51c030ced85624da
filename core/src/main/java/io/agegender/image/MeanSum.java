// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Sums of records, to be divided at the end. The sums are whole numbers and exact, so any order and
 * grouping gives the same mean. (Caffe's {@code compute_image_mean} adds floats in list order: for
 * 13 000 faces its rounding moves a value by up to some 1e-2; ours is the correctly rounded mean.)
 *
 * <p>Not thread-safe.
 */
public final class MeanSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient long[] sums = new long[Pixels.RECORD];

  /** The last records that were added once. */
  private transient Lanes added;

  /** The last records that were taken away once. */
  private transient Lanes taken;

  private long count;

  /**
   * Adds a record.
   *
   * @param record 3 x 256 x 256 bytes
   * @param times how often; negative takes away
   */
  public void add(byte[] record, int times) {
    if (times == 1) {
      added = lanes(added);
      added.add(record);
    } else if (times == -1) {
      taken = lanes(taken);
      taken.add(record);
    } else {
      for (int i = 0; i < Pixels.RECORD; i++) {
        sums[i] += (long) times * (record[i] & 0xFF);
      }
    }
    count += times;
  }

  /** Room for another record. */
  private Lanes lanes(Lanes lanes) {
    if (lanes == null) {
      return new Lanes();
    }
    if (lanes.isFull()) {
      settle();
    }
    return lanes;
  }

  /** Brings the sums up to date. */
  private void settle() {
    if (added != null) {
      added.moveTo(sums, 1);
    }
    if (taken != null) {
      taken.moveTo(sums, -1);
    }
  }

  /** As bytes: Java serialises longs one by one. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    settle();
    out.defaultWriteObject();
    byte[] bytes = new byte[Pixels.RECORD * Long.BYTES];
    longs(bytes).put(sums);
    out.write(bytes);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    byte[] bytes = new byte[Pixels.RECORD * Long.BYTES];
    in.readFully(bytes);
    sums = new long[Pixels.RECORD];
    longs(bytes).get(sums);
  }

  private static LongBuffer longs(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }

  /**
   * Adds what another sum holds.
   *
   * @return this
   */
  public MeanSum add(MeanSum other) {
    other.settle();
    for (int i = 0; i < Pixels.RECORD; i++) {
      sums[i] += other.sums[i];
    }
    count += other.count;
    return this;
  }

  /** How many records are in it. */
  public long count() {
    return count;
  }

  /**
   * The mean.
   *
   * @throws IllegalStateException if nothing was added
   */
  public MeanImage mean() {
    if (count <= 0) {
      throw new IllegalStateException("the mean of no faces");
    }
    settle();
    float[] values = new float[Pixels.RECORD];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((double) sums[i] / count);
    }
    return new MeanImage(values);
  }

  /** Nearly all records are added once: four bytes at a time, which is four times as fast. */
  private static final class Lanes {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Every second byte of eight, each with room for sums up to 65535. */
    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;

    private static final int MOST_RECORDS = 0xFFFF / 0xFF;

    /** Four numbers of 16 bits a word: bytes 0, 2, 4, 6 of each eight. */
    private final long[] even = new long[Pixels.RECORD / Long.BYTES];

    /** The same of bytes 1, 3, 5, 7. */
    private final long[] odd = new long[Pixels.RECORD / Long.BYTES];

    private int records;

    boolean isFull() {
      return records == MOST_RECORDS;
    }

    void add(byte[] record) {
      for (int word = 0; word < even.length; word++) {
        long eight = (long) LONGS.get(record, Long.BYTES * word);
        even[word] += eight & EVEN_BYTES;
        odd[word] += eight >>> Byte.SIZE & EVEN_BYTES;
      }
      records++;
    }

    /** Adds the sums, times a sign, to others and starts from zero. */
    void moveTo(long[] sums, int sign) {
      if (records == 0) {
        return;
      }
      for (int i = 0; i < Pixels.RECORD; i++) {
        long[] four = i % 2 == 0 ? even : odd;
        sums[i] += sign * ((four[i / Long.BYTES] >>> (Short.SIZE * (i % Long.BYTES / 2))) & 0xFFFF);
      }
      Arrays.fill(even, 0);
      Arrays.fill(odd, 0);
      records = 0;
    }
  }
}
