// SPDX-License-Identifier: Apache-2.0
package io.agegender.training.device;

/** Reads stored faces; called on the thread of a feed. */
@FunctionalInterface
public interface StoredFaces {
  /**
   * Reads one face.
   *
   * @param face its number in the index
   * @param into 3 x 256 x 256 bytes, planes B, G, R
   */
  void read(int face, byte[] into);
}
