// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Inlet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A copy from a buffer to an array, at once.
 *
 * @param memory of bytes or ints
 */
record HostInlet(ByteBuffer buffer, HostMemory memory) implements Inlet {
  static HostInlet bytes(int count) {
    return new HostInlet(ByteBuffer.allocate(count), new HostMemory(new byte[count]));
  }

  static HostInlet ints(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(count, Integer.BYTES));
    return new HostInlet(buffer.order(ByteOrder.nativeOrder()), new HostMemory(new int[count]));
  }

  @Override
  public void send() {
    if (memory.array() instanceof byte[] bytes) {
      buffer.get(0, bytes);
    } else {
      buffer.duplicate().order(buffer.order()).rewind().asIntBuffer().get(HostMemory.ints(memory));
    }
  }

  @Override
  public void receive() {
    // What was sent has arrived.
  }

  @Override
  public void release() {
    // Operations end before they return.
  }

  @Override
  public void awaitSent() {
    // As for receive.
  }
}
