// SPDX-License-Identifier: Apache-2.0
/**
 * From the predictions of many runs to results: gathered, averaged over folds, compared with each
 * other and with the published table.
 */
package io.agegender.report.gather;
