// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

/** What is done about a picture that is not square before it is resized. */
public enum Squaring {
  /**
   * Nothing: width and height are resized each by its own factor, as for landmark-aligned faces.
   */
  NONE,
  /**
   * Its edges are repeated: half the difference, rounded down, left or on top, the rest opposite.
   */
  REPLICATE_EDGES
}
