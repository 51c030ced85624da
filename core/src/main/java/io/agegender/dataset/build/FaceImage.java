// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import java.io.Serializable;

/**
 * A face in one stored alignment: one picture.
 *
 * @param face whose face
 * @param alignment aligned or unaligned
 */
public record FaceImage(FaceKey face, Alignment alignment) implements Serializable {
  /** The picture's path below the raw tree. */
  public String path() {
    return face.path(alignment);
  }
}
