// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.shape;

/**
 * Neighbouring channels that are copied from one blob into another of as many pictures and pixels.
 *
 * @param area pixels of a channel
 * @param channels how many are copied
 */
public record ChannelCopy(int pictures, int area, int channels, Side from, Side to) {
  /**
   * One of the two blobs.
   *
   * @param channels all that it has
   * @param first the first one that is read or written
   */
  public record Side(int channels, int first) {}

  /** The copy of a whole blob. */
  public static ChannelCopy all(long count) {
    Side side = new Side(1, 0);
    return new ChannelCopy(1, Math.toIntExact(count), 1, side, side);
  }

  /** Numbers that are copied. */
  public long count() {
    return (long) pictures * area * channels;
  }
}
