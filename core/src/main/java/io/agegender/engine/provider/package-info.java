// SPDX-License-Identifier: Apache-2.0
/** Where operations come from: this machine's devices, found without knowing their libraries. */
package io.agegender.engine.provider;
