// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import java.io.Serializable;

/**
 * One row of a fold file: one face in one photo.
 *
 * @param fold the fold, 0 to 4
 * @param line the line in {@code fold_<fold>_data.txt}, counted from 1, the header being line 1; of
 *     a table: see {@code TableRows}
 * @param user the Flickr user whose album holds the photo; a folder of the raw tree, see {@link
 *     FaceKey}
 * @param photo the photo's file name
 * @param subject the person ({@code face_id})
 * @param age the age label as the file spells it, such as {@code (25, 32)}, {@code 35} or {@code
 *     None}
 * @param gender {@code m}, {@code f}, {@code u} or empty
 */
public record FoldRow(
    int fold, int line, String user, String photo, String subject, String age, String gender)
    implements Serializable {
  /** The label of a target as the file spells it. */
  public String label(Target target) {
    return target == Target.AGE ? age : gender;
  }

  /** The picture that this row names, in either alignment. */
  public FaceKey face() {
    return new FaceKey(user, photo, subject);
  }

  /** The file and line, for messages. */
  public String where() {
    return user.endsWith("/") ? "row " + line + " of the table" : FoldFile.name(fold) + ":" + line;
  }
}
