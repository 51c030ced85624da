// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

/** Whether a crop is turned left to right. */
public enum Mirror {
  /** As stored. */
  NONE,
  /** Left and right exchanged. */
  HORIZONTAL
}
