/** Age and gender networks on the Adience faces; see docs/architecture.md for the rooms below. */
package io.agegender;
