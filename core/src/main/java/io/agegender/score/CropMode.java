// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.foundation.error.Choice;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.CropSpec;
import io.agegender.image.Pixels;
import java.util.ArrayList;
import java.util.List;

/**
 * Which crops of a stored face (256x256 pixels) are shown to the network.
 *
 * <p>Source: {@code caffe.io.oversample} (python/caffe/io.py of Caffe 1.0) and the original's
 * score_models.py.
 */
public enum CropMode {
  /** One crop in the middle, as Caffe's own TEST phase takes it: offset (256 - size) / 2. */
  CENTRE,
  /**
   * One crop in the bottom right corner: offset 256 - size. This is what the original's single-crop
   * figures were computed from, although it calls the crop centred.
   */
  CORNER,
  /**
   * Ten crops: top left, top right, bottom left, bottom right, centre (offset truncated), then the
   * same five mirrored left to right; the probabilities are averaged. The published table is made
   * of these.
   */
  OVERSAMPLE;

  /** The name in settings, files and tables: {@code centre}, {@code corner}, {@code oversample}. */
  public String key() {
    return Choice.key(this);
  }

  /** The number of crops of one face: 1 or 10. */
  public int crops() {
    return this == OVERSAMPLE ? 10 : 1;
  }

  /**
   * @throws UsageException if there is no such crop mode
   */
  public static CropMode of(String key) {
    return Choice.of(CropMode.class, "crop mode", key);
  }

  /**
   * The crops in the order in which they are shown and averaged.
   *
   * @param size height and width of the network's input in pixels, 1 to 256
   */
  List<CropSpec> specs(int size) {
    int far = Pixels.SIDE - size;
    int middle = far / 2;
    return switch (this) {
      case CENTRE -> List.of(CropSpec.centre(size));
      case CORNER -> List.of(new CropSpec(size, far, far, false));
      case OVERSAMPLE -> {
        List<CropSpec> specs = new ArrayList<>(10);
        for (boolean mirrored : new boolean[] {false, true}) {
          specs.add(new CropSpec(size, 0, 0, mirrored));
          specs.add(new CropSpec(size, 0, far, mirrored));
          specs.add(new CropSpec(size, far, 0, mirrored));
          specs.add(new CropSpec(size, far, far, mirrored));
          specs.add(new CropSpec(size, middle, middle, mirrored));
        }
        yield List.copyOf(specs);
      }
    };
  }
}
