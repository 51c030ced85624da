// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import java.io.Serializable;

/**
 * One stored face: a row of the index and a record in a shard.
 *
 * @param id the row number in the index, from 0
 * @param key which face it is, whatever its alignment
 * @param fold the fold
 * @param alignment aligned or unaligned
 * @param labels its labels and classes
 * @param rows how many rows of the fold files name this face
 * @param place where its record is
 * @param source what the picture file was
 */
public record Face(
    int id,
    FaceKey key,
    int fold,
    Alignment alignment,
    FaceLabels labels,
    int rows,
    Place place,
    SourceFacts source)
    implements Serializable {
  /**
   * What the fold file says of a face, and what that is under the dataset's label policy.
   *
   * @param age the age label as the fold file spells it
   * @param gender the gender label as the fold file spells it
   * @param ageClass the class, -1 for none
   * @param genderClass 0 male, 1 female, -1 none
   */
  public record FaceLabels(String age, String gender, int ageClass, int genderClass)
      implements Serializable {}

  /**
   * Where a record is.
   *
   * @param shard the shard's number
   * @param slot the record's position in the shard, from 0
   * @param crc32c CRC-32C of the record's bytes
   */
  public record Place(int shard, int slot, int crc32c) implements Serializable {}

  /** The class index for a target, or -1. */
  public int label(Target target) {
    return target == Target.AGE ? labels.ageClass() : labels.genderClass();
  }

  /** Shard, slot and picture, for messages. */
  public String where() {
    return "%s slot %d (%s)"
        .formatted(Layout.shard(place.shard()), place.slot(), key.path(alignment));
  }
}
