// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast work went lately. Time before the first unit, such as the wait for free slots, and what
 * an earlier start has done say nothing about that.
 */
final class RecentRate {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private record Mark(long nanos, long done) {}

  /** The oldest first. Two at least, however long ago: a round may take minutes. */
  private final Deque<Mark> marks = new ArrayDeque<>();

  /** Notes how much is done. */
  void at(long nanos, long done) {
    if (marks.size() == 1 && marks.getLast().done() == done) {
      marks.clear(); // Nothing has begun yet.
    }
    if (!marks.isEmpty() && done < marks.getLast().done()) {
      marks.clear(); // It began anew.
    }
    marks.addLast(new Mark(nanos, done));
    while (marks.size() > 2 && nanos - second().nanos() > WINDOW) {
      marks.removeFirst();
    }
  }

  /** Units a second; 0 if it is not known yet. */
  double perSecond() {
    if (marks.size() < 2) {
      return 0;
    }
    Mark first = marks.getFirst();
    Mark last = marks.getLast();
    return (last.done() - first.done()) / Math.max(1e-9, (last.nanos() - first.nanos()) / 1e9);
  }

  private Mark second() {
    var all = marks.iterator();
    all.next();
    return all.next();
  }
}
