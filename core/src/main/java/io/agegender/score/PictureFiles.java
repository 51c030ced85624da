// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import io.agegender.adience.Alignment;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.image.Squaring;
import io.agegender.run.RunSettings;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads pictures outside a dataset as {@code prepare} reads those of a run. Not thread-safe. */
public final class PictureFiles {
  private final PictureReader reader;
  private final Squaring squaring;
  private final long maxBytes;
  private final Configuration configuration;

  /**
   * For the network of a run.
   *
   * @param rules what is accepted as a picture
   */
  public PictureFiles(PictureRules rules, RunSettings run, Configuration configuration) {
    this.reader = new PictureReader(rules);
    // As prepare does: pictures that are only rotated are not always square.
    this.squaring = run.trainedOn() == Alignment.ALIGNED ? Squaring.NONE : Squaring.REPLICATE_EDGES;
    this.maxBytes = rules.maxBytes();
    this.configuration = configuration;
  }

  /**
   * Reads one picture.
   *
   * @return 3 x 256 x 256 bytes, planes B, G, R
   * @throws UsageException if the file is missing or not a picture of the kind that is accepted
   */
  public byte[] read(Path picture) {
    Picture read = reader.read(bytes(picture), squaring);
    if (read instanceof Picture.Rejected rejected) {
      throw new UsageException(
          "%s: %s: %s".formatted(picture, rejected.reason(), rejected.detail()));
    }
    return ((Picture.Accepted) read).record();
  }

  private byte[] bytes(Path picture) {
    FileStore file = FileStore.of(picture, configuration);
    try {
      long length = file.status("").getLen();
      if (length > maxBytes) {
        throw new UsageException(
            "%s: %d bytes, more than prepare.pictures.max-bytes, %d"
                .formatted(picture, length, maxBytes));
      }
      try (InputStream in = file.open("")) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read: %s".formatted(picture, e.getMessage()), e);
    }
  }
}
