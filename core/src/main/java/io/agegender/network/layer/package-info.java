// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that DL4J lacks, or has with another meaning or too slow. Activations are float arrays of
 * shape (N, C, H, W) or (N, C), row-major. Each layer is a pair: its configuration (public,
 * serialisable; the class name is written into saved models) and its implementation for one network
 * (package-private, used by one thread at a time).
 */
package io.agegender.network.layer;
