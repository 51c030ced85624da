// SPDX-License-Identifier: Apache-2.0
package io.agegender.image.verdict;

/** Something worth knowing about a picture that is used all the same. */
public enum PictureFlag {
  /** One channel in the file, three equal ones in the record. */
  GREY,
  /** Cyan, magenta, yellow and black in the file. */
  CMYK,
  /** An EXIF orientation other than upright; not applied, because the faces are already turned. */
  EXIF_ORIENTATION,
  /** The end marker is missing or cut. */
  TRUNCATED_TAIL,
  /** Bytes after the end marker. */
  TRAILING_DATA,
  /** Made square by repeating its edges. */
  SQUARED
}
