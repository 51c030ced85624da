// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import java.util.List;

/** Finds the original's list files. */
public interface ListTexts {
  /**
   * The lines of a list, such as {@code 64504106@N06/landmark_aligned_face.2174.9523333835.jpg 4}.
   *
   * @param alignment which of the three sets, mixed, too
   * @param path the path within the set, such as {@code test_fold_is_0/age_train.txt}
   * @throws io.agegender.foundation.error.UsageException if there is no such list
   */
  List<String> lines(Alignment alignment, String path);

  /** Where a list is, for messages. */
  String where(Alignment alignment, String path);
}
