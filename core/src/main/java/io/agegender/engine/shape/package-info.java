// SPDX-License-Identifier: Apache-2.0
/** What the engine's operations depend on besides their numbers: sizes of one batch, as records. */
package io.agegender.engine.shape;
