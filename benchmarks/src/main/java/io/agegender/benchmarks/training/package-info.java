// SPDX-License-Identifier: Apache-2.0
/** Benchmarks: each prints the ratios that matter, measured one after the other in one run. */
package io.agegender.benchmarks.training;
