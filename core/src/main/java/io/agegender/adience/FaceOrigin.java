// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import java.util.Map;

/**
 * Where the pictures of a tree come from. Accuracies on made-up faces say that everything works,
 * and nothing about the paper, so the origin goes with the pictures into dataset, run and report.
 */
public enum FaceOrigin {
  /** Photographs, such as Adience's. */
  PHOTOGRAPHED,
  /** Drawn by the command {@code sample-data}. */
  MADE_UP,
  /** Labelled pictures of another dataset than Adience: those that a table or a layout names. */
  OTHER_DATASET,
  /** Pictures that a table or a layout names and that {@code sample-data} drew. */
  MADE_UP_OTHERS;

  /** A file of this name in the root of a raw tree says that its faces are made up. */
  public static final String MARK = "made-up.txt";

  /** The name of the setting in a dataset's manifest. */
  public static final String KEY = "faces";

  /** The name of the fact in a run's provenance. */
  public static final String OF_DATASET = "dataset.faces";

  private static final String MADE_UP_VALUE = "made-up";
  private static final String OTHER_VALUE = "other-dataset";
  private static final String MADE_UP_OTHERS_VALUE = "made-up, other-dataset";

  /** Notes the origin among other facts; Adience's photographs are the rule and not noted. */
  public void note(String key, Map<String, String> facts) {
    switch (this) {
      case PHOTOGRAPHED -> {}
      case MADE_UP -> facts.put(key, MADE_UP_VALUE);
      case OTHER_DATASET -> facts.put(key, OTHER_VALUE);
      case MADE_UP_OTHERS -> facts.put(key, MADE_UP_OTHERS_VALUE);
    }
  }

  /** The origin of what a table or a layout names. */
  public static FaceOrigin ofTable(boolean madeUp) {
    return madeUp ? MADE_UP_OTHERS : OTHER_DATASET;
  }

  /** Whether they were drawn by {@code sample-data}. */
  public boolean isMadeUp() {
    return this == MADE_UP || this == MADE_UP_OTHERS;
  }

  /** Whether they are others than Adience's, so that nothing published belongs beside them. */
  public boolean isOtherDataset() {
    return this == OTHER_DATASET || this == MADE_UP_OTHERS;
  }

  /** The origin that facts tell. */
  public static FaceOrigin of(String key, Map<String, String> facts) {
    String value = facts.getOrDefault(key, "");
    return switch (value) {
      case MADE_UP_VALUE -> MADE_UP;
      case OTHER_VALUE -> OTHER_DATASET;
      case MADE_UP_OTHERS_VALUE -> MADE_UP_OTHERS;
      default -> PHOTOGRAPHED;
    };
  }
}
