// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The last few kernels of a layer: for training, its last minibatch, validation and scoring. */
public final class KernelCache<K, V> {
  private static final int NUMBER = 4;

  private final Map<K, V> values = new LinkedHashMap<>();

  /** The kernel for a key, made now if it is not there; the oldest one has to go. */
  public V get(K key, Function<K, V> maker) {
    if (!values.containsKey(key) && values.size() == NUMBER) {
      values.remove(values.keySet().iterator().next());
    }
    return values.computeIfAbsent(key, maker);
  }

  /**
   * Checks that the output of the forward pass is there.
   *
   * @throws IllegalStateException if it is not
   */
  public static void requireForwardPass(Object output, String layer) {
    if (output == null) {
      throw new IllegalStateException(
          "layer " + layer + ": backward pass without a forward pass in training before it");
    }
  }
}
