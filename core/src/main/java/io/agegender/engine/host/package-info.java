// SPDX-License-Identifier: Apache-2.0
/** The reference of the engine's operations: plain Java, sums in double. */
package io.agegender.engine.host;
