// SPDX-License-Identifier: Apache-2.0
/**
 * Adience as text: targets, alignments, fold files, labels and split rules. Nothing here reads
 * pixels.
 */
package io.agegender.adience;
