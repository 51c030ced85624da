// SPDX-License-Identifier: Apache-2.0
/** A nightly run, the baseline that it is compared with, and the outcome of the comparison. */
package io.agegender.regression.baseline;
