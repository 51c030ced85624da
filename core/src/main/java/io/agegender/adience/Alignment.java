// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import io.agegender.foundation.error.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the faces of a set were turned before they were stored. */
public enum Alignment {
  /** Affine to 68 landmarks (published table: {@code i}). No suffix in configuration names. */
  ALIGNED("", "aligned", "landmark_aligned_face"),
  /** In-plane rotation only, squared by edge replication (published table: {@code r}). */
  UNALIGNED("_unaligned", "faces", "coarse_tilt_aligned_face"),
  /** Both of the above; a view, never stored a second time (published table: {@code m}). */
  MIXED("_mixed", null, null);

  private final String suffix;
  private final String folder;
  private final String prefix;

  Alignment(String suffix, String folder, String prefix) {
    this.suffix = suffix;
    this.folder = folder;
    this.prefix = prefix;
  }

  /** The name in settings and tables: {@code aligned}, {@code unaligned} or {@code mixed}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of a configuration name: empty, {@code _unaligned} or {@code _mixed}. */
  public String suffix() {
    return suffix;
  }

  /** The stored alignments that this one consists of, in the original's order. */
  public List<Alignment> parts() {
    return this == MIXED ? List.of(UNALIGNED, ALIGNED) : List.of(this);
  }

  /**
   * The folder of the raw tree: {@code aligned} or {@code faces}.
   *
   * @throws IllegalStateException for {@link #MIXED}, which has no pictures of its own
   */
  public String folder() {
    return stored(folder);
  }

  /**
   * The start of a picture's file name, before {@code .<face>.<photo>}.
   *
   * @throws IllegalStateException for {@link #MIXED}, which has no pictures of its own
   */
  public String prefix() {
    return stored(prefix);
  }

  private static String stored(String value) {
    if (value == null) {
      throw new IllegalStateException("mixed is a view over aligned and unaligned pictures");
    }
    return value;
  }

  /**
   * @throws UsageException if there is no such alignment
   */
  public static Alignment of(String key) {
    return Arrays.stream(values())
        .filter(a -> a.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown alignment '%s': use one of %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Alignment::key)
                                .collect(Collectors.joining(", ")))));
  }
}
