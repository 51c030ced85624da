// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

/**
 * A row of a fold file that cannot be used.
 *
 * @param fold the fold
 * @param line the line, counted from 1
 * @param reason why
 * @param detail what was found, for the reader of the rejects table
 */
public record RowReject(int fold, int line, RowReason reason, String detail) {}
