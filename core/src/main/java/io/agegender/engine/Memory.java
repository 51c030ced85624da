// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

/** Memory that {@link Primitives} have allocated, wherever it is. */
public interface Memory {
  /** Numbers, ints or bytes that it holds. */
  long count();
}
