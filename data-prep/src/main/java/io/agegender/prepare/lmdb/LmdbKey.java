// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of an entry: {@code %08d_<user>/<prefix>.<subject>.<photo>}.
 *
 * @param line the number of the line in the list that the LMDB was made of, from 0
 * @param face whose face
 * @param alignment aligned or unaligned, as the prefix says
 */
record LmdbKey(long line, FaceKey face, Alignment alignment) {
  private static final Pattern KEY =
      Pattern.compile("(\\d{8,18})_([^/]+)/([a-z_]+)\\.([^./]+)\\.([^/]+)");
  private static final List<Alignment> STORED = List.of(Alignment.ALIGNED, Alignment.UNALIGNED);

  /** Reads a key, or gives nothing if it is none of the original's. */
  static Optional<LmdbKey> parse(String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return STORED.stream()
        .filter(alignment -> alignment.prefix().equals(matcher.group(3)))
        .findFirst()
        .map(
            alignment ->
                new LmdbKey(
                    Long.parseLong(matcher.group(1)),
                    new FaceKey(matcher.group(2), matcher.group(5), matcher.group(4)),
                    alignment));
  }

  /** The key as {@code convert_imageset} writes it. */
  byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%08d_%s/%s", line, face.user(), face.fileName(alignment));
  }
}
