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
 * @param user the Flickr user, a folder of the raw tree
 * @param subject the person
 * @param photo the photo's file name
 * @param fold the fold
 * @param alignment aligned or unaligned
 * @param age the age label as the fold file spells it
 * @param gender the gender label as the fold file spells it
 * @param ageClass the class under the dataset's label policy, -1 for none
 * @param genderClass 0 male, 1 female, -1 none
 * @param rows how many rows of the fold files name this face
 * @param shard the shard's number
 * @param slot the record's position in the shard, from 0
 * @param crc32c CRC-32C of the record's bytes
 * @param source what the picture file was
 */
public record Face(
    int id,
    String user,
    String subject,
    String photo,
    int fold,
    Alignment alignment,
    String age,
    String gender,
    int ageClass,
    int genderClass,
    int rows,
    int shard,
    int slot,
    int crc32c,
    SourceFacts source)
    implements Serializable {
  /** The class index for a target, or -1. */
  public int label(Target target) {
    return target == Target.AGE ? ageClass : genderClass;
  }

  /** Which face it is, whatever its alignment. */
  public FaceKey key() {
    return new FaceKey(user, photo, subject);
  }

  /** Shard, slot and picture, for messages. */
  public String where() {
    return "%s slot %d (%s)".formatted(Layout.shard(shard), slot, key().path(alignment));
  }
}
