// SPDX-License-Identifier: Apache-2.0
/** JVMs that a benchmark starts. */
package io.agegender.benchmarks.process;
