// SPDX-License-Identifier: Apache-2.0
/** Measurements of datasets that print ratios; {@code agegender bench dataset} runs them. */
package io.agegender.benchmarks.dataset;
