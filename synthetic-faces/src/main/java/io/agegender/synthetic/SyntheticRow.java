// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import io.agegender.adience.FaceKey;
import io.agegender.synthetic.people.SampleRow;
import java.util.List;

/**
 * A generated row of a fold file.
 *
 * @param sample the face to generate
 * @param box face box in the photo and pose, the last seven columns: x, y, dx, dy in pixels, tilt
 *     and yaw in degrees, score
 */
record SyntheticRow(SampleRow sample, List<String> box) {
  SyntheticRow {
    box = List.copyOf(box);
  }

  /** The row as it stands in the file, 12 columns separated by tabs. */
  String line() {
    FaceKey face = sample.face();
    return String.join(
        "\t",
        face.user(),
        face.photo(),
        face.subject(),
        sample.age(),
        sample.gender(),
        String.join("\t", box));
  }
}
