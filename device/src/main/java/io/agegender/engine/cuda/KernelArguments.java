// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A slot for each argument of a kernel, and the slots' addresses; a launch copies the values. */
final class KernelArguments {
  private static final int MOST = 16;

  private final LongPointer slots = new LongPointer(MOST);
  private final PointerPointer<Pointer> addresses = new PointerPointer<>(MOST);

  KernelArguments() {
    for (int i = 0; i < MOST; i++) {
      addresses.put(i, slots.getPointer(LongPointer.class, i));
    }
  }

  /**
   * Puts values into the slots.
   *
   * @param arguments at most 16, as {@link io.agegender.engine.kernel.KernelLauncher#launch} says
   * @return the slots' addresses, the same memory for each call
   */
  PointerPointer<Pointer> of(long... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      slots.put(i, arguments[i]);
    }
    return addresses;
  }
}
