// SPDX-License-Identifier: Apache-2.0
/** Age and gender networks on the Adience faces; see docs/architecture.md for the rooms below. */
package io.agegender;
