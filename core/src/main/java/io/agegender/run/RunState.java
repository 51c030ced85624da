// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import java.time.Instant;

/**
 * How far a run is.
 *
 * @param phase where it stands
 * @param iteration iterations done and safe in a checkpoint
 * @param parameterSha256 SHA-256 of the parameters at that iteration as little-endian floats, in
 *     hexadecimal; empty before the first checkpoint
 * @param message why it was stopped, failed or diverged; else empty
 * @param updated when this was written
 */
public record RunState(
    Phase phase, int iteration, String parameterSha256, String message, Instant updated) {

  /** Where a run stands. */
  public enum Phase {
    /** Training, or it was when its driver died: the lease tells. */
    RUNNING,
    /** All iterations are done. */
    FINISHED,
    /** Ended by Ctrl-C or a signal; a new start resumes from the last checkpoint. */
    STOPPED,
    /** Ended by an error; a new start resumes from the last checkpoint. */
    FAILED,
    /** Its loss was no longer a number; a new start would end the same way. */
    DIVERGED
  }
}
