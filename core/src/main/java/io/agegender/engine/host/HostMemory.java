// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

import io.agegender.engine.Floats;
import io.agegender.engine.Memory;

/**
 * A Java array.
 *
 * @param array of floats, ints or bytes
 */
record HostMemory(Object array) implements Memory {
  @Override
  public long count() {
    return java.lang.reflect.Array.getLength(array);
  }

  static float[] floats(Floats of) {
    return (float[]) ((HostMemory) of.memory()).array;
  }

  static int[] ints(Memory of) {
    return (int[]) ((HostMemory) of).array;
  }

  static byte[] bytes(Memory of) {
    return (byte[]) ((HostMemory) of).array;
  }

  static int first(Floats of) {
    return Math.toIntExact(of.first());
  }
}
