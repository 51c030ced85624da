// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic.people;

import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldRow;

/**
 * A face to generate: the first columns of a row of a fold file.
 *
 * @param fold 0 to 4
 * @param face user, photo and subject
 * @param age the label as it is written, such as {@code (25, 32)}, {@code 35} or {@code None}
 * @param gender {@code m}, {@code f}, {@code u} or empty
 */
public record SampleRow(int fold, FaceKey face, String age, String gender) {

  public static SampleRow of(FoldRow row) {
    return new SampleRow(row.fold(), row.face(), row.age(), row.gender());
  }

  /** What keeps the random numbers of this face apart from those of others. */
  public String key() {
    return face.user() + "/" + face.subject() + "." + face.photo();
  }
}
