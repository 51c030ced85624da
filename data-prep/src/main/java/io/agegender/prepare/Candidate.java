// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A picture that shall become a record.
 *
 * @param face whose face
 * @param fold the fold of its rows
 * @param alignment aligned or unaligned
 * @param bytes the file's length when the tree was listed
 * @param modified the file's time of change then, in milliseconds since 1970
 */
record Candidate(FaceKey face, int fold, Alignment alignment, long bytes, long modified)
    implements Serializable {
  /** The order of the index: alignment, fold, user, photo, subject. */
  static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::alignment)
          .thenComparing(Candidate::fold)
          .thenComparing(Candidate::face);

  String path() {
    return face.path(alignment);
  }
}
