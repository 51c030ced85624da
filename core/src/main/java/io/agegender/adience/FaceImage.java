// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

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
