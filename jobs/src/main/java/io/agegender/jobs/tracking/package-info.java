// SPDX-License-Identifier: Apache-2.0
/** Tells a tracking server what a sweep does, if the user has one; never at the sweep's expense. */
package io.agegender.jobs.tracking;
