// SPDX-License-Identifier: Apache-2.0
/** The engine's operations by the kernels of {@code kernels.cu}, on a device or anywhere else. */
package io.agegender.engine.kernel;
