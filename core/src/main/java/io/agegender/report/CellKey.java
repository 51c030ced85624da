// SPDX-License-Identifier: Apache-2.0
package io.agegender.report;

import io.agegender.adience.Alignment;
import io.agegender.run.RunName;
import io.agegender.score.CropMode;
import io.agegender.score.Protocol;
import java.util.Comparator;

/**
 * Which cell of which table: one configuration on one kind of test faces with one kind of crops.
 *
 * @param run the configuration
 * @param testAlignment the alignment of the test faces
 * @param cropMode the crops
 */
public record CellKey(RunName run, Alignment testAlignment, CropMode cropMode)
    implements Comparable<CellKey> {
  private static final Comparator<CellKey> ORDER =
      Comparator.comparing((CellKey k) -> k.run.target())
          .thenComparing(k -> k.cropMode == CropMode.OVERSAMPLE ? 0 : 1)
          .thenComparing(k -> k.cropMode)
          .thenComparing(k -> k.home() ? 0 : 1)
          .thenComparing(k -> k.run.initialisation())
          .thenComparing(k -> k.run.alignment())
          .thenComparing(k -> k.run.architecture())
          .thenComparing(k -> k.testAlignment);

  /** Whether the test faces are those of the published table, not swapped ones. */
  public boolean home() {
    return testAlignment == Protocol.testAlignment(run.alignment());
  }

  /** The published table's name of a row: {@code [i,.]} to {@code [m,w]}. */
  public String row() {
    String alignment =
        switch (run.alignment()) {
          case ALIGNED -> "i";
          case UNALIGNED -> "r";
          case MIXED -> "m";
        };
    String start =
        switch (run.initialisation()) {
          case FROMSCRATCH -> ".";
          case FINETUNING -> "n";
          case IMDBWIKI -> "w";
          case START_FROM -> "s";
        };
    return "[" + alignment + "," + start + "]";
  }

  @Override
  public int compareTo(CellKey other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code age_net_definitions on aligned faces, oversample}. */
  @Override
  public String toString() {
    return "%s on %s faces, %s".formatted(run, testAlignment.key(), cropMode.key());
  }
}
