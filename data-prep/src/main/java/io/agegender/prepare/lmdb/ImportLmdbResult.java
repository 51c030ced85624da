// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import java.util.List;

/**
 * What an import came to.
 *
 * @param lmdbs LMDBs that were read
 * @param missing folders of lists that are not there; the dataset's lists are empty there
 * @param counts what was found in them
 * @param accounting the accounting tables as text, several lines
 * @param identity SHA-256 of the manifest
 */
public record ImportLmdbResult(
    int lmdbs, List<String> missing, Counts counts, String accounting, String identity) {
  /**
   * What was found in the LMDBs.
   *
   * @param entries entries in all of them
   * @param faces stored records, each picture once
   * @param rejected entries that cannot be used; each is in the rejects table
   * @param skipped lines of the lists that {@code convert_imageset} left out, as the gaps in the
   *     keys show
   * @param conflicts entries that contradict an earlier one of the same face; each is in {@code
   *     conflicts.tsv}
   */
  public record Counts(long entries, long faces, long rejected, long skipped, long conflicts) {}
}
