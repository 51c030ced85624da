// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.dataset.format.SourceFacts;
import io.agegender.foundation.error.Choice;
import io.agegender.image.Picture;
import io.agegender.image.PictureReader;
import io.agegender.image.PictureRules;
import io.agegender.image.Pixels;
import io.agegender.image.Squaring;
import io.agegender.storage.Checksums;
import java.io.IOException;
import java.util.Locale;

/** Turns an entry into a face's record, or says why it is none. */
final class EntryDecoder {
  private final PictureReader pictures =
      new PictureReader(
          new PictureRules(
              Integer.MAX_VALUE,
              Pixels.PLANE,
              Pixels.SIDE,
              PictureRules.TruncatedTail.ACCEPT,
              PictureRules.RoundTrip.NONE));

  private final LmdbOrigin origin;

  EntryDecoder(LmdbOrigin origin) {
    this.origin = origin;
  }

  /** Why an entry cannot be used. */
  enum Reason {
    /** The key is not {@code %08d_<user>/<prefix>.<subject>.<photo>}. */
    UNKNOWN_KEY,
    /** The prefix is that of an alignment that this LMDB is not of. */
    WRONG_ALIGNMENT,
    /** The value is not a Datum message. */
    NOT_A_DATUM,
    /** The pixels are not 3 x 256 x 256 bytes. */
    WRONG_SHAPE,
    /** An encoded picture that cannot be decoded. */
    BAD_PICTURE,
    /** The label is not a class of the target. */
    LABEL_OUT_OF_RANGE
  }

  /** An entry that can be used. */
  record Decoded(LmdbKey key, int label, byte[] record, SourceFacts source) {}

  /** An entry that cannot. */
  static final class BadEntry extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    BadEntry(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }

  Decoded decode(LmdbList list, String name, byte[] value) throws BadEntry {
    LmdbKey key =
        LmdbKey.parse(name)
            .orElseThrow(
                () ->
                    new BadEntry(
                        Reason.UNKNOWN_KEY, "not a line number, a user and a face's file name"));
    if (list.alignment() != Alignment.MIXED && list.alignment() != key.alignment()) {
      throw new BadEntry(
          Reason.WRONG_ALIGNMENT,
          "a face of %s in an LMDB of %s".formatted(key.alignment().key(), list.alignment().key()));
    }
    Datum datum = parse(value);
    int classes = origin.classes(list.target()).count();
    if (datum.label() < 0 || datum.label() >= classes) {
      throw new BadEntry(
          Reason.LABEL_OUT_OF_RANGE,
          String.format(
              Locale.ROOT,
              "label %d, %s has classes 0 to %d",
              datum.label(),
              list.target().key(),
              classes - 1));
    }
    return datum.encoded() ? encoded(key, datum) : raw(key, datum);
  }

  private static Datum parse(byte[] value) throws BadEntry {
    try {
      return Datum.parse(value);
    } catch (IOException e) {
      throw new BadEntry(Reason.NOT_A_DATUM, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded raw(LmdbKey key, Datum datum) throws BadEntry {
    byte[] data = datum.data();
    if (datum.channels() != Pixels.CHANNELS
        || datum.height() != Pixels.SIDE
        || datum.width() != Pixels.SIDE
        || data.length != Pixels.RECORD) {
      throw new BadEntry(
          Reason.WRONG_SHAPE,
          String.format(
              Locale.ROOT,
              "%d x %d x %d in %d bytes, a face has 3 x 256 x 256",
              datum.channels(),
              datum.height(),
              datum.width(),
              data.length));
    }
    return new Decoded(
        key,
        datum.label(),
        data,
        new SourceFacts(
            "datum", Pixels.SIDE, Pixels.SIDE, data.length, Checksums.crc32c(data), ""));
  }

  private Decoded encoded(LmdbKey key, Datum datum) throws BadEntry {
    Picture picture = pictures.read(datum.data(), Squaring.NONE);
    if (picture instanceof Picture.Rejected rejected) {
      throw new BadEntry(
          Reason.BAD_PICTURE, Choice.key(rejected.reason()) + ": " + rejected.detail());
    }
    Picture.Accepted accepted = (Picture.Accepted) picture;
    Picture.PictureFacts facts = accepted.facts();
    if (facts.width() != Pixels.SIDE || facts.height() != Pixels.SIDE) {
      throw new BadEntry(
          Reason.WRONG_SHAPE,
          String.format(
              Locale.ROOT,
              "an encoded picture of %d x %d pixels, a face has 256 x 256",
              facts.width(),
              facts.height()));
    }
    return new Decoded(key, datum.label(), accepted.record(), SourceFacts.of(facts, datum.data()));
  }
}
