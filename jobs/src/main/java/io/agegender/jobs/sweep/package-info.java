// SPDX-License-Identifier: Apache-2.0
/** Many runs: which ones, in which order, and what became of each. */
package io.agegender.jobs.sweep;
