// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.SourceFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnedPicturesTest {
  @Test
  void facesOnTheirSideAreCountedAndTheFirstIsNamed() {
    Face upright = face("a.jpg", "grey");
    Face turned = face("b.jpg", "grey,exif-orientation");
    assertThat(TurnedPictures.warning(List.of(upright))).isEmpty();
    assertThat(TurnedPictures.warning(List.of(upright, turned, turned)))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .startsWith("2 of 3 pictures say by EXIF that they are to be turned (the first")
                    .contains("b.jpg")
                    .contains("mogrify -auto-orient"));
  }

  private static Face face(String photo, String flags) {
    return new Face(
        0,
        new FaceKey("phone", photo, "1"),
        0,
        Alignment.ALIGNED,
        new Face.FaceLabels("", "m", -1, 0),
        1,
        new Face.Place(0, 0, 0),
        new SourceFacts("jpeg", 300, 400, 9, 0, flags));
  }
}
