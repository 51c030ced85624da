// SPDX-License-Identifier: Apache-2.0
/**
 * Compares a result with the same result made again: parameters layer by layer, losses round by
 * round, predictions face by face, and what is known of where both came from.
 */
package io.agegender.regression;
