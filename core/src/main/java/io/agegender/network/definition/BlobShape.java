// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition;

/**
 * Shape of a blob without the batch.
 *
 * @param channels at least 1
 * @param size height and width in pixels; 1 in a row
 * @param flat (N, channels) instead of (N, channels, size, size)
 */
public record BlobShape(int channels, int size, boolean flat) {
  /** Pictures or feature maps. */
  static BlobShape maps(int channels, int size) {
    return new BlobShape(channels, size, false);
  }

  /** A row of numbers, the output of a fully connected layer. */
  static BlobShape row(int channels) {
    return new BlobShape(channels, 1, true);
  }

  /** Numbers a picture. */
  public long count() {
    return (long) channels * size * size;
  }

  @Override
  public String toString() {
    return flat ? Integer.toString(channels) : channels + "x" + size + "x" + size;
  }
}
