// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of heat maps. */
package io.agegender.benchmarks.explain;
