package io.agegender.image;

import java.io.Serializable;

/**
 * Sums of records, to be divided at the end. The sums are whole numbers and exact, so any order and
 * grouping gives the same mean. (Caffe's {@code compute_image_mean} adds floats in list order: for
 * 13 000 faces its rounding moves a value by up to some 1e-2; ours is the correctly rounded mean.)
 *
 * <p>Not thread-safe.
 */
public final class MeanSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] sums = new long[Pixels.RECORD];
  private long count;

  /**
   * Adds a record.
   *
   * @param record 3 x 256 x 256 bytes
   * @param times how often; negative takes away
   */
  public void add(byte[] record, int times) {
    if (times == 1) {
      for (int i = 0; i < Pixels.RECORD; i++) {
        sums[i] += record[i] & 0xFF;
      }
    } else {
      for (int i = 0; i < Pixels.RECORD; i++) {
        sums[i] += (long) times * (record[i] & 0xFF);
      }
    }
    count += times;
  }

  /**
   * Adds what another sum holds.
   *
   * @return this
   */
  public MeanSum add(MeanSum other) {
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
    float[] values = new float[Pixels.RECORD];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((double) sums[i] / count);
    }
    return new MeanImage(values);
  }
}
