// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was taken of a device; all of it is given back, the last first, whatever fails. */
final class Taken implements AutoCloseable {
  private final Deque<Runnable> backwards = new ArrayDeque<>();

  /**
   * @param release gives one thing back
   */
  void add(Runnable release) {
    backwards.push(release);
  }

  /** Nothing was taken, or all was given back. */
  boolean isEmpty() {
    return backwards.isEmpty();
  }

  /** Gives all back; throws the first problem, the others within it. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!backwards.isEmpty()) {
      try {
        backwards.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
