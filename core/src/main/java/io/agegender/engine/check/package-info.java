// SPDX-License-Identifier: Apache-2.0
/** Checks that two makers of the engine's operations, or an engine and DL4J, compute the same. */
package io.agegender.engine.check;
