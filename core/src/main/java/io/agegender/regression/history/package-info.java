// SPDX-License-Identifier: Apache-2.0
/** The history of nightly runs: one line a run, trends, freshness. */
package io.agegender.regression.history;
