// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.dataset.format.SourceFacts;
import io.agegender.foundation.error.FailedException;
import java.util.Collection;

/** A source whose pictures are read in this JVM, one after the other. */
public interface PictureSource extends DatasetSource {
  /** The pictures, each once, in any order. The rows have the face of each. */
  Collection<FaceImage> images();

  /**
   * A picture as it is stored.
   *
   * @throws FailedException if it cannot be read any more
   */
  StoredPicture picture(FaceImage image);

  /**
   * A record and what it was made of.
   *
   * @param record 3 x 256 x 256 unsigned bytes, planes B, G, R
   * @param facts what the picture file was
   */
  record StoredPicture(byte[] record, SourceFacts facts) {}
}
