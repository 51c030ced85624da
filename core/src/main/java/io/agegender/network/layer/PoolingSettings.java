// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.layer;

import io.agegender.network.kernel.Kernels;
import io.agegender.network.kernel.PoolingShape;

/** What a pooling layer's settings say of its arithmetic. */
interface PoolingSettings {
  /** The shape for an input of (N, C, H, W). */
  PoolingShape pooled(long[] input);

  /** What computes such a shape on this JVM's device. */
  Kernels.Pooling kernelOf(PoolingShape shape);
}
