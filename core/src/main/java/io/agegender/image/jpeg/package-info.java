// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of JPEG files that the decoder does not make: markers, Huffman tables and every
 * entropy-coded symbol.
 */
package io.agegender.image.jpeg;
