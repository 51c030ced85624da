// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression.history;

import io.agegender.foundation.error.UsageException;
import io.agegender.regression.baseline.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long ago the last good nightly run was.
 *
 * @param last the last good nightly run; empty if there was none
 * @param age since its end; empty if there was none
 */
public record Freshness(Optional<HistoryLine> last, Optional<Duration> age) {
  /**
   * @throws UsageException if the last good nightly run is in the future
   */
  public static Freshness of(List<HistoryLine> lines, Instant now) {
    Optional<HistoryLine> last =
        lines.stream().filter(line -> line.outcome().isGood()).reduce((a, b) -> b);
    Optional<Duration> age = last.map(line -> Duration.between(line.finished(), now));
    if (age.filter(Duration::isNegative).isPresent()) {
      throw ErrorCode.CLOCK_JUMPED.usage(
          "the clock says %s, but the last good nightly run ended at %s; set the clock"
              .formatted(now, last.get().finished()));
    }
    return new Freshness(last, age);
  }

  /** Whether the last good nightly run is younger than a limit. */
  public boolean isWithin(Duration limit) {
    return age.filter(a -> a.compareTo(limit) <= 0).isPresent();
  }

  /** For people. */
  public String describe(Duration limit) {
    return last.map(
            line ->
                "the last good nightly run ended at %s, %.1f hours ago; the limit is %.1f hours"
                    .formatted(
                        line.finished(),
                        age.orElseThrow().toMinutes() / 60.0,
                        limit.toMinutes() / 60.0))
        .orElse("there was no good nightly run yet");
  }
}
