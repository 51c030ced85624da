// SPDX-License-Identifier: Apache-2.0
/** Results as a model: cells of the table, the published values, verdicts, findings. */
package io.agegender.report;
