// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory for copies in oneDNN's layouts, one set for each thread. It grows to the largest layer and
 * is used by all of them in turn: fresh memory for each call would have to be mapped and cleared by
 * the kernel each time, which costs as much as the convolution on large pictures.
 */
final class Scratch {
  /** Bytes in a line of the cache. */
  private static final int LINE = 64;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** What lies in a piece of memory. */
  enum Slot {
    INPUT,
    OUTPUT,
    WEIGHTS,
    WEIGHT_GRADIENT
  }

  private final Map<Slot, BytePointer> slots = new EnumMap<>(Slot.class);

  private Scratch() {}

  /** The calling thread's memory. */
  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** Memory of at least this many bytes, at the start of a line; what it held is lost. */
  Pointer get(Slot slot, long bytes) {
    BytePointer memory = slots.get(slot);
    if (memory == null || memory.capacity() < bytes + LINE) {
      if (memory != null) {
        memory.deallocate();
      }
      memory = new BytePointer(bytes + LINE);
      slots.put(slot, memory);
    }
    long toLine = (LINE - memory.address() % LINE) % LINE;
    return new BytePointer(memory).position(toLine);
  }
}
