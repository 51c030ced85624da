// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import io.agegender.dataset.format.Face;
import io.agegender.foundation.error.Choice;
import io.agegender.image.verdict.PictureFlag;
import java.util.List;
import java.util.Optional;

/**
 * A phone writes which way is up beside the pixels. That is not applied, because Adience's faces
 * are turned already; other people's may not be.
 */
public final class TurnedPictures {
  private static final String TURNED = Choice.key(PictureFlag.EXIF_ORIENTATION);

  private TurnedPictures() {}

  /** What to say of faces that lie on their side; nothing if none does. */
  public static Optional<String> warning(List<Face> faces) {
    List<Face> turned =
        faces.stream().filter(face -> face.source().flags().contains(TURNED)).toList();
    return turned.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d pictures say by EXIF that they are to be turned (the first is %s). This is not applied, so these faces lie on their side: turn the pictures themselves, such as with 'exiftran -ai' or 'mogrify -auto-orient', and prepare again"
                .formatted(
                    turned.size(),
                    faces.size(),
                    turned.get(0).key().path(turned.get(0).alignment())));
  }
}
