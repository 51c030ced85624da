// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.reproduce;

import io.agegender.foundation.error.UsageException;
import io.agegender.run.MetricsLog;
import io.agegender.run.RunDirectory;
import io.agegender.run.RunState;
import io.agegender.training.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * How much of a run is made again, and what of it can be compared.
 *
 * @param iterations how many iterations are made again; 0 if there is nothing to compare with
 * @param rows the measurements of these rounds
 * @param checkpoint the newest iteration up to there whose checkpoint is kept; 0 if none is
 * @param hash SHA-256 of the parameters after the last iteration, where there is no checkpoint of
 *     it but a note; else empty
 */
record ReproductionScope(int iterations, List<MetricsLog.Row> rows, int checkpoint, String hash) {
  ReproductionScope {
    rows = List.copyOf(rows);
  }

  /**
   * @param wanted how many rounds; empty: all that the run has done
   * @throws UsageException if it has not done so many
   */
  static ReproductionScope of(RunDirectory run, OptionalInt wanted) {
    Rounds rounds = run.run().settings().rounds();
    List<Integer> checkpoints = run.checkpoints().iterations();
    List<MetricsLog.Row> rows = run.metrics().read(Integer.MAX_VALUE);
    RunState state = run.state().orElse(null);
    List<Integer> known = new ArrayList<>(checkpoints);
    rows.forEach(row -> known.add(row.iteration()));
    if (state != null) {
      known.add(state.iteration());
    }
    int done = known.isEmpty() ? 0 : Collections.max(known);
    int last = done;
    if (wanted.isPresent()) {
      long begin = (wanted.getAsInt() - 1L) * rounds.steps();
      if (begin < 0 || begin >= done) {
        throw new UsageException(
            "--rounds %d: the run has done %d rounds of %d iterations"
                .formatted(
                    wanted.getAsInt(),
                    (done + rounds.steps() - 1) / rounds.steps(),
                    rounds.steps()));
      }
      last = (int) Math.min(done, begin + rounds.steps());
    }
    int end = last;
    int checkpoint = checkpoints.stream().filter(c -> c <= end).reduce(0, Math::max);
    String hash =
        state != null && state.iteration() == end && checkpoint != end
            ? state.parameterSha256()
            : "";
    List<MetricsLog.Row> compared = rows.stream().filter(r -> r.iteration() <= end).toList();
    boolean nothing = compared.isEmpty() && checkpoint == 0 && hash.isEmpty();
    return new ReproductionScope(nothing ? 0 : end, compared, checkpoint, hash);
  }
}
