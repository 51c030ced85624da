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
  MADE_UP;

  /** A file of this name in the root of a raw tree says that its faces are made up. */
  public static final String MARK = "made-up.txt";

  /** The name of the setting in a dataset's manifest. */
  public static final String KEY = "faces";

  /** The name of the fact in a run's provenance. */
  public static final String OF_DATASET = "dataset.faces";

  private static final String MADE_UP_VALUE = "made-up";

  /** Notes the origin among other facts; photographs are the rule and not noted. */
  public void note(String key, Map<String, String> facts) {
    if (this == MADE_UP) {
      facts.put(key, MADE_UP_VALUE);
    }
  }

  /** The origin that facts tell. */
  public static FaceOrigin of(String key, Map<String, String> facts) {
    return MADE_UP_VALUE.equals(facts.get(key)) ? MADE_UP : PHOTOGRAPHED;
  }
}
