// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;

/** What a launch reads through the addresses; JavaCPP's memory needs no GPU. */
class KernelArgumentsCudaTest {
  @Test
  void eachAddressLeadsToItsValue() {
    KernelArguments arguments = new KernelArguments();
    long address = 0x7f12_3456_789aL;
    PointerPointer<Pointer> slots = arguments.of(address, Float.floatToRawIntBits(0.75f), 1L << 40);
    assertThat(new LongPointer(slots.get(0)).get()).isEqualTo(address);
    assertThat(Float.intBitsToFloat(new IntPointer(slots.get(1)).get())).isEqualTo(0.75f);
    assertThat(new LongPointer(slots.get(2)).get()).isEqualTo(1L << 40);
  }

  @Test
  void aLaterLaunchHasItsOwnValues() {
    KernelArguments arguments = new KernelArguments();
    arguments.of(1, 2);
    assertThat(new LongPointer(arguments.of(3, -4).get(1)).get()).isEqualTo(-4);
  }
}
