// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

/** The shape of a stored face. */
public final class Pixels {
  /** Height and width in pixels. */
  public static final int SIDE = 256;

  /** Blue, green, red, in this order. */
  public static final int CHANNELS = 3;

  /** Bytes of one plane. */
  public static final int PLANE = SIDE * SIDE;

  /** Bytes of a record, planes B, G, R: 196608. */
  public static final int RECORD = CHANNELS * PLANE;

  private Pixels() {}
}
