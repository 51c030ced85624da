// SPDX-License-Identifier: Apache-2.0
/** Arithmetic in Java, where the memory's speed is the bound or no library has the operation. */
package io.agegender.network.kernel.host;
