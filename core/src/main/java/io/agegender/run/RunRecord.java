// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import java.util.Map;

/**
 * What a run is and where it came from; written when it starts and never changed.
 *
 * @param key hexadecimal SHA-256 over settings, dataset and code schema; runs with the same key
 *     have the same parameters
 * @param settings all settings that the bits follow from
 * @param dataset where the dataset was
 * @param datasetSha256 SHA-256 of its manifest: its identity
 * @param provenance versions, machine and backend, by name
 */
public record RunRecord(
    String key,
    RunSettings settings,
    String dataset,
    String datasetSha256,
    Map<String, String> provenance) {

  public RunRecord {
    provenance = Map.copyOf(provenance);
  }
}
