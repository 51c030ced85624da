// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import io.agegender.foundation.error.UsageException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that a network tells apart: Adience's, or age groups that a table has of its own.
 * They belong to a dataset's manifest, from there to a run's settings, and with those to everything
 * that is made of a run.
 *
 * @param target what is predicted
 * @param labels of the classes, by class index
 */
public record ClassLabels(Target target, List<String> labels) implements Serializable {
  /** The name of the setting in a manifest, in a run's settings and in a predictions file. */
  public static final String KEY = "age-groups";

  /** More groups than years that anybody lives would be a mistake. */
  private static final int MOST = 100;

  /** The most years that an age may have. */
  public static final int OLDEST = 120;

  private static final Pattern GROUP =
      Pattern.compile("\\(?\\s*(\\d{1,3})\\s*(?:[-,\u2013]\\s*(\\d{1,3}))?\\s*\\)?");
  private static final String SEPARATOR = "; ";

  public ClassLabels {
    labels = List.copyOf(labels);
  }

  /** Adience's classes of a target. */
  public static ClassLabels of(Target target) {
    return new ClassLabels(target, target.labels());
  }

  /**
   * The classes of a target that settings or metadata tell; Adience's where they tell nothing.
   *
   * @param facts of a manifest, or of a predictions file
   * @throws UsageException if they are damaged
   */
  public static ClassLabels of(Target target, Map<String, String> facts) {
    String groups = facts.get(KEY);
    return groups == null || target != Target.AGE
        ? of(target)
        : age(Arrays.asList(groups.split(";")));
  }

  /**
   * Age groups.
   *
   * @param groups such as {@code 0-12}, {@code (13, 19)} or {@code 20}, years from and to, both
   *     included, the youngest first
   * @throws UsageException if there are fewer than two, one is not a group, or two overlap
   */
  public static ClassLabels age(List<String> groups) {
    if (groups.size() < 2 || groups.size() > MOST) {
      throw new UsageException(
          "%d age groups: give 2 to %d, such as [\"0-12\", \"13-19\", \"20-120\"]"
              .formatted(groups.size(), MOST));
    }
    List<String> labels = new ArrayList<>();
    int before = -1;
    for (String group : groups) {
      Matcher matcher = GROUP.matcher(group.strip());
      if (!matcher.matches()) {
        throw new UsageException(
            "'%s' is not an age group: write years from and to, such as 13-19".formatted(group));
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (to < from || to > OLDEST) {
        throw new UsageException(
            "the age group '%s' must end at or after its beginning, and at most at %d"
                .formatted(group.strip(), OLDEST));
      }
      if (from <= before) {
        throw new UsageException(
            "the age group '%s' begins at or before the end of the one before it (%d): write them from the youngest to the oldest, without overlap"
                .formatted(group.strip(), before));
      }
      labels.add("(%d, %d)".formatted(from, to));
      before = to;
    }
    return new ClassLabels(Target.AGE, labels);
  }

  /** How many there are, at least 2. */
  public int count() {
    return labels.size();
  }

  /** Whether they are those of the published comparison. */
  public boolean areAdiences() {
    return labels.equals(target.labels());
  }

  /** Notes them among other facts; Adience's are the rule and not noted. */
  public void note(Map<String, String> facts) {
    if (!areAdiences()) {
      facts.put(KEY, text());
    }
  }

  /** All on one line, such as {@code (0, 12); (13, 19)}. */
  public String text() {
    return String.join(SEPARATOR, labels);
  }
}
