// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;

/** Where split lists come from. */
public interface SplitSource {
  /**
   * The lists of one target, alignment (mixed, too) and test fold. The same arguments give the same
   * lists.
   *
   * @throws UsageException if the lists cannot be had or do not fit the folds
   */
  Split split(Target target, Alignment alignment, int testFold);
}
