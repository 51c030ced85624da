// SPDX-License-Identifier: Apache-2.0
/** The seam to a generator of synthetic faces: what it is asked for, and what it made. */
package io.agegender.adience.sample;
