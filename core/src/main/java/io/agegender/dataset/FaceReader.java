// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset;

import io.agegender.dataset.format.Face;
import io.agegender.foundation.error.FailedException;
import java.io.Closeable;

/** Reads records by position. Thread-safe. */
public interface FaceReader extends Closeable {
  /**
   * Reads a record and checks its CRC-32C.
   *
   * @param face whose record
   * @param into 3 x 256 x 256 unsigned bytes, planes B, G, R
   * @throws FailedException if the shard is missing or damaged; the message says shard and slot
   */
  void read(Face face, byte[] into);

  /** Lets go of the shards. Reading afterwards fails. */
  @Override
  void close();
}
