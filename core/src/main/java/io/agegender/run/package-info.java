// SPDX-License-Identifier: Apache-2.0
/** What one run is: its name, its settings, its directory, its checkpoints and its provenance. */
package io.agegender.run;
