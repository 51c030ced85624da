package io.agegender.score.report;

/** How far a training run is. Only finished runs are averaged; the others are shown. */
public enum RunState {
  /** Trained to its last iteration. */
  FINISHED,
  /** Started and not at its end: running, stopped or killed. */
  UNFINISHED,
  /** Given up after an error. */
  FAILED,
  /** Asked for and not started. */
  ABSENT
}
