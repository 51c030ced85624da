// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import io.agegender.image.verdict.PictureFlag;
import io.agegender.image.verdict.PictureReason;
import java.util.Set;

/** What became of a picture file. */
public sealed interface Picture {
  /**
   * A face to store.
   *
   * @param record 3 x 256 x 256 unsigned bytes, planes B, G, R; not copied
   * @param facts what the file was
   */
  record Accepted(byte[] record, PictureFacts facts) implements Picture {}

  /**
   * A picture that is not used.
   *
   * @param reason why
   * @param detail what was found
   */
  record Rejected(PictureReason reason, String detail) implements Picture {}

  /**
   * What a file was.
   *
   * @param format its real format
   * @param width in pixels
   * @param height in pixels
   * @param flags what else is worth knowing
   */
  record PictureFacts(PictureFormat format, int width, int height, Set<PictureFlag> flags) {}
}
