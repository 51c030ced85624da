// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.verdict;

/** Why a picture is not used. */
public enum PictureReason {
  /** There is no such file. */
  MISSING,
  /** A directory stands where the file should be. */
  NOT_A_FILE,
  /** The file cannot be opened or read. */
  UNREADABLE,
  /** Its path leads out of the raw tree, through a link. */
  OUTSIDE_ROOT,
  /** Its length or time of change differ from those at the start of the job. */
  CHANGED_WHILE_READ,
  /** Zero bytes. */
  EMPTY,
  /** No known picture format. */
  NOT_AN_IMAGE,
  /** Its header cannot be read or contradicts itself. */
  CORRUPT_HEADER,
  /** The data end before the picture does. */
  TRUNCATED,
  /**
   * Only the end marker is missing or cut; every pixel is there. Rejected if the settings say so.
   */
  TRUNCATED_TAIL,
  /** The decoder meets data that cannot be right. */
  CORRUPT,
  /** More bytes or pixels than the settings allow. */
  TOO_LARGE,
  /** Fewer pixels on a side than the settings allow. */
  TOO_SMALL,
  /** Channels that cannot be turned into blue, green and red. */
  UNSUPPORTED_COLOUR
}
