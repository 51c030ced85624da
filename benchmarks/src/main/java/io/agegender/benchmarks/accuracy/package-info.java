// SPDX-License-Identifier: Apache-2.0
/** What averaging parameters costs in accuracy. */
package io.agegender.benchmarks.accuracy;
