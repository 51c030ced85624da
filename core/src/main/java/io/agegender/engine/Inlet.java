// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine;

import java.nio.ByteBuffer;

/**
 * A way for bytes to a device that leaves the operations running: a buffer on this side, memory on
 * the other, and a copy between them that nobody waits for. One thread may fill the buffer while
 * another one starts operations; {@link #awaitSent} alone may be called by the first.
 */
public interface Inlet {
  /** What is to be sent, in this machine's byte order; filled only after {@link #awaitSent}. */
  ByteBuffer buffer();

  /** Where it goes. */
  Memory memory();

  /** Starts the copy, which waits for the operations before the last {@link #release}. */
  void send();

  /** Operations that begin after this wait for the copy. */
  void receive();

  /** Operations that began before this are the last that read what was sent. */
  void release();

  /** Waits until the buffer may be filled again. */
  void awaitSent();
}
