// SPDX-License-Identifier: Apache-2.0
/** The check of a GPU on a machine that has nothing else of this program. */
package io.agegender.engine.device;
