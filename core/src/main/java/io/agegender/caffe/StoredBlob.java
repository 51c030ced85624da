// SPDX-License-Identifier: Apache-2.0
package io.agegender.caffe;

/**
 * One array as it came from a file.
 *
 * @param shape the shape, whose count is the number of values
 * @param precision what the file holds
 * @param values the values, row-major
 */
record StoredBlob<T>(BlobShape shape, Precision precision, T values) {
  /** The number format in the file. */
  enum Precision {
    FLOAT,
    /** Rounded to float while reading, as Caffe does. */
    DOUBLE
  }
}
