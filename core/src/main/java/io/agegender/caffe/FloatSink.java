// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

/**
 * Takes the values of one array as they come from a file, in order.
 *
 * @param <T> what the values become
 */
interface FloatSink<T> {
  /** Announces that {@code count} more values follow in one go. */
  void expect(int count);

  /** Takes the first {@code length} values of a buffer that the caller uses again. */
  void append(float[] buffer, int length);

  /** All values so far. */
  T finish();
}
