// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import io.agegender.dataset.Dataset;
import io.agegender.dataset.build.FaceImage;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Reject;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.storage.Checksums;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Compares pictures with what a finished dataset was made of. Length and time of a file do not
 * tell: copies keep old times, and pictures of one camera may have one length. So the bytes are
 * read; the index has a checksum of each file, and a picture that was rejected is judged again.
 */
final class PictureCheck {
  private static final String OTHER_BYTES = "other bytes";

  private final RawPictures raw;
  private final PictureReader reader;

  PictureCheck(String raw, PictureRules rules, Configuration conf) throws IOException {
    this.raw = RawPictures.open(raw, conf);
    this.reader = new PictureReader(rules);
  }

  /**
   * What a dataset knows of a picture.
   *
   * @param crc32c of the file; of a picture that is not stored 0
   * @param reason why it is not stored; else empty
   */
  record Known(Candidate candidate, int crc32c, String reason) implements Serializable {
    boolean isStored() {
      return reason.isEmpty();
    }
  }

  /** What the dataset has of each picture that is read. */
  static List<Known> of(List<Candidate> candidates, Dataset dataset, List<Reject> rejects) {
    Map<FaceImage, Integer> stored = new HashMap<>();
    for (Face face : dataset.faces()) {
      stored.put(new FaceImage(face.key(), face.alignment()), face.source().crc32c());
    }
    Map<String, String> rejected = new HashMap<>();
    for (Reject reject : rejects) {
      if (reject.kind() == Reject.Kind.REJECTED) {
        rejected.put(reject.path(), reject.reason());
      }
    }
    return candidates.stream()
        .map(
            candidate -> {
              Integer crc = stored.get(new FaceImage(candidate.face(), candidate.alignment()));
              return crc == null
                  ? new Known(candidate, 0, rejected.getOrDefault(candidate.path(), "unknown"))
                  : new Known(candidate, crc, "");
            })
        .toList();
  }

  /** Path and reason of a picture that is another one now. */
  Optional<String> difference(Known known) {
    RawPictures.Content content = raw.read(known.candidate());
    String now =
        content instanceof RawPictures.Content.Bytes file
            ? verdict(file.bytes(), known)
            : ((RawPictures.Content.None) content).why().reason().name();
    if (now.equals(known.reason())) {
      return Optional.empty();
    }
    String path = known.candidate().path();
    if (!known.isStored()) {
      return Optional.of(
          "%s was rejected as %s and %s now"
              .formatted(path, known.reason(), now.isEmpty() ? "can be used" : "is " + now));
    }
    return Optional.of(
        path + (now.equals(OTHER_BYTES) ? " has other bytes" : " is %s now".formatted(now)));
  }

  /** Empty for a picture as it was, or one that can be used. */
  private String verdict(byte[] file, Known known) {
    if (known.isStored()) {
      return Checksums.crc32c(file) == known.crc32c() ? "" : OTHER_BYTES;
    }
    return reader.read(file, ShardTask.squaring(known.candidate().alignment()))
            instanceof Picture.Rejected rejected
        ? rejected.reason().name()
        : "";
  }
}
