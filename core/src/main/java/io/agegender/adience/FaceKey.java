// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Which face, whatever its alignment: several rows of the fold files may name the same one.
 *
 * @param user the Flickr user, a folder of the raw tree; of a picture that a table names, its
 *     folder below the root with a slash at the end, which no user's name has
 * @param photo the photo's file name
 * @param subject the person
 */
public record FaceKey(String user, String photo, String subject)
    implements Serializable, Comparable<FaceKey> {
  private static final Comparator<FaceKey> ORDER =
      Comparator.comparing(FaceKey::user)
          .thenComparing(FaceKey::photo)
          .thenComparing(FaceKey::subject);

  /** The folder of a picture that lies in the root itself. */
  private static final String ROOT = "./";

  /**
   * The face on a picture that a table names.
   *
   * @param path the picture's path below the root, names joined by slashes
   * @param subject the person
   */
  public static FaceKey at(String path, String subject) {
    int slash = path.lastIndexOf('/');
    return new FaceKey(
        slash < 0 ? ROOT : path.substring(0, slash + 1), path.substring(slash + 1), subject);
  }

  private boolean isTabled() {
    return user.endsWith("/");
  }

  /**
   * The picture's path below the raw tree, such as {@code
   * aligned/<user>/landmark_aligned_face.<subject>.<photo>}.
   *
   * @param alignment aligned or unaligned
   */
  public String path(Alignment alignment) {
    if (isTabled()) {
      return user.equals(ROOT) ? photo : user + photo;
    }
    return alignment.folder() + "/" + user + "/" + fileName(alignment);
  }

  /** The picture's file name: {@code <prefix>.<subject>.<photo>}, or the one that a table gives. */
  public String fileName(Alignment alignment) {
    return isTabled() ? photo : alignment.prefix() + "." + subject + "." + photo;
  }

  @Override
  public int compareTo(FaceKey other) {
    return ORDER.compare(this, other);
  }
}
