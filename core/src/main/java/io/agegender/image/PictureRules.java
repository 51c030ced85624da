// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import io.agegender.image.verdict.PictureReason;
import java.io.Serializable;

/**
 * What is accepted as a picture, and how it becomes a record.
 *
 * @param maxBytes the longest accepted file, in bytes
 * @param maxPixels the most pixels (width x height), checked before anything is allocated
 * @param minSide the fewest pixels of a side
 * @param truncatedTail what happens to a JPEG that lacks nothing but its end marker
 * @param roundTrip whether squared pictures pass through JPEG once more
 */
public record PictureRules(
    long maxBytes, long maxPixels, int minSide, TruncatedTail truncatedTail, RoundTrip roundTrip)
    implements Serializable {
  /**
   * The quality of {@link RoundTrip#JPEG}, that of Pillow, which the original's scikit-image used.
   */
  public static final int ROUND_TRIP_QUALITY = 75;

  /** What happens to a JPEG that lacks nothing but its end marker. */
  public enum TruncatedTail {
    /** It is used and flagged. */
    ACCEPT,
    /** It is rejected as {@link PictureReason#TRUNCATED_TAIL}. */
    REJECT
  }

  /** Whether squared pictures pass through JPEG once more before they are resized. */
  public enum RoundTrip {
    /** No: nothing is lost. */
    NONE,
    /** Yes, as in the original, which saved the squared pictures as JPEG. */
    JPEG
  }
}
