// SPDX-License-Identifier: Apache-2.0
/** Makes a nightly run: the whole way on a pinned subset, and what is done with its result. */
package io.agegender.jobs.nightly;
