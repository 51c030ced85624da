// SPDX-License-Identifier: Apache-2.0
package io.agegender.dataset.format;

import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.BlobShape;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.storage.FileStore;

/** Mean images as Caffe's {@code compute_image_mean} writes them, and as its solvers read them. */
public final class MeanFiles {
  private static final BlobShape SHAPE = BlobShape.of(1, Pixels.CHANNELS, Pixels.SIDE, Pixels.SIDE);

  private MeanFiles() {}

  public static FileStore.Written write(FileStore storage, String file, MeanImage mean) {
    return storage.write(file, BinaryProto.of(mean)::write);
  }

  /**
   * @throws FailedException if it has another size
   */
  public static MeanImage read(FileStore storage, String file) {
    // The storage's own file system: the configuration's default may be another one.
    BinaryProto proto = BinaryProto.read(storage.path(file), storage.configuration());
    if (!proto.shape().fits(1, Pixels.CHANNELS, Pixels.SIDE, Pixels.SIDE)) {
      throw new FailedException(
          "%s does not fit the dataset: it is %s, a mean image is %s"
              .formatted(storage.path(file), proto.shape(), SHAPE));
    }
    return new MeanImage(proto.values());
  }
}
