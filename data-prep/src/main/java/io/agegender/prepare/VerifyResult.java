// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import java.util.List;

/**
 * What a verification found.
 *
 * @param files files that were read
 * @param records records whose CRC-32C was checked
 * @param problems what is wrong, one line each; empty if the dataset is sound
 */
public record VerifyResult(int files, long records, List<String> problems) {
  /** Whether nothing is wrong. */
  public boolean isSound() {
    return problems.isEmpty();
  }
}
