// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.verdict;

import io.agegender.image.Picture;

/** Ends the reading of a picture that cannot be used; becomes {@link Picture.Rejected}. */
public final class PictureProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final PictureReason reason;

  public PictureProblem(PictureReason reason, String detail) {
    // No stack trace: this is an outcome, and there may be thousands.
    super(detail, null, false, false);
    this.reason = reason;
  }

  public PictureReason reason() {
    return reason;
  }
}
