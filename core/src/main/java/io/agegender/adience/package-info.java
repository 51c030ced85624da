/**
 * Adience as text: targets, alignments, fold files, labels and split rules. Nothing here reads
 * pixels.
 */
package io.agegender.adience;
