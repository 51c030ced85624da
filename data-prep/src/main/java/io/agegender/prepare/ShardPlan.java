// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.adience.Alignment;
import io.agegender.dataset.build.Fingerprint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one shard shall hold: a function of the sorted pictures alone, never of partitions. Pictures
 * that turn out to be bad leave no hole; the shard is then shorter.
 *
 * @param number the shard's number
 * @param candidates its pictures, all of one alignment, in the order of the index
 * @param key SHA-256 over all that its bytes depend on
 */
record ShardPlan(int number, List<Candidate> candidates, String key) implements Serializable {
  Alignment alignment() {
    return candidates.get(0).alignment();
  }

  /** Cuts the sorted pictures of each alignment into shards. */
  static List<ShardPlan> of(
      List<Candidate> sorted, List<Alignment> alignments, PrepareSettings settings) {
    List<ShardPlan> plans = new ArrayList<>();
    for (Alignment alignment : alignments) {
      List<Candidate> part = sorted.stream().filter(c -> c.alignment() == alignment).toList();
      for (int from = 0; from < part.size(); from += settings.shardRecords()) {
        List<Candidate> candidates =
            new ArrayList<>(
                part.subList(from, Math.min(part.size(), from + settings.shardRecords())));
        plans.add(new ShardPlan(plans.size(), candidates, key(candidates, settings)));
      }
    }
    return plans;
  }

  private static String key(List<Candidate> candidates, PrepareSettings settings) {
    return Fingerprint.of(
        "shard 1",
        settings.pictures().toString(),
        candidates.stream()
            .map(c -> c.path() + "\t" + c.bytes() + "\t" + c.modified())
            .collect(Collectors.joining("\n")));
  }
}
