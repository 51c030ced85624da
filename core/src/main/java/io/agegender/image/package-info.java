// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures: decode with a verdict, square, resize, mean image, crops and mirror. A record is a face
 * of 3 x 256 x 256 unsigned bytes in planes B, G, R, rows from the top, as Caffe's {@code
 * convert_imageset} stores it.
 */
package io.agegender.image;
