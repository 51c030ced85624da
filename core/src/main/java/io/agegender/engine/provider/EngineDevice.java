// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.provider;

import io.agegender.engine.Primitives;
import java.util.List;

/** A device that one thread has opened and uses. */
public interface EngineDevice extends AutoCloseable {
  /** What the bits depend on besides the mathematics: model, capability, versions of libraries. */
  String identity();

  /** Lines for a person: what it is, and what it was opened with. */
  List<String> facts();

  /** Bytes of its memory that are free now. */
  long freeBytes();

  /** New operations, with memory of their own. */
  Primitives primitives();

  /** Makes this thread, too, one that may fill buffers of {@code Inlet}s. */
  void join();

  /** Gives the device back; its operations are closed before. */
  @Override
  void close();
}
