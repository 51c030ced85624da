// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Which face, whatever its alignment: several rows of the fold files may name the same one.
 *
 * @param user the Flickr user, a folder of the raw tree
 * @param photo the photo's file name
 * @param subject the person
 */
public record FaceKey(String user, String photo, String subject)
    implements Serializable, Comparable<FaceKey> {
  private static final Comparator<FaceKey> ORDER =
      Comparator.comparing(FaceKey::user)
          .thenComparing(FaceKey::photo)
          .thenComparing(FaceKey::subject);

  /**
   * The picture's path below the raw tree, such as {@code
   * aligned/<user>/landmark_aligned_face.<subject>.<photo>}.
   *
   * @param alignment aligned or unaligned
   */
  public String path(Alignment alignment) {
    return alignment.folder() + "/" + user + "/" + fileName(alignment);
  }

  /** The picture's file name: {@code <prefix>.<subject>.<photo>}. */
  public String fileName(Alignment alignment) {
    return alignment.prefix() + "." + subject + "." + photo;
  }

  @Override
  public int compareTo(FaceKey other) {
    return ORDER.compare(this, other);
  }
}
