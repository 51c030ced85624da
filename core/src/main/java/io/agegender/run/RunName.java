// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.adience.ClassLabels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import io.agegender.network.definition.ResolvedNetwork;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of the configurations of the comparison, named as in the original, for example {@code
 * age_finetuning_googlenet_mixed} or {@code gender_net_definitions}; or one of a user's own
 * network, for example {@code age_lenet-0a1b2c3d4e_mixed}, see {@link NetworkText}.
 *
 * @param target what is predicted
 * @param initialisation where the first weights come from
 * @param architecture the network
 * @param alignment the faces trained on
 * @param classes that the network tells apart: Adience's, or those of the dataset that it learns
 *     from; no part of the name
 */
public record RunName(
    Target target,
    Initialisation initialisation,
    Architecture architecture,
    Alignment alignment,
    ClassLabels classes)
    implements Serializable {

  private static final Comparator<RunName> BY_NAME = Comparator.comparing(RunName::toString);
  private static final List<RunName> PUBLISHED = published();
  private static final List<RunName> STARTING_FROM =
      PUBLISHED.stream()
          .map(n -> new RunName(n.target, Initialisation.START_FROM, n.architecture, n.alignment))
          .distinct()
          .sorted(BY_NAME)
          .toList();

  /**
   * @throws IllegalArgumentException if the classes are not the target's
   */
  public RunName {
    if (classes.target() != target) {
      throw new IllegalArgumentException(
          "classes of %s for a run that predicts %s".formatted(classes.target(), target));
    }
  }

  /** A configuration with Adience's classes. */
  public RunName(
      Target target,
      Initialisation initialisation,
      Architecture architecture,
      Alignment alignment) {
    this(target, initialisation, architecture, alignment, ClassLabels.of(target));
  }

  /**
   * The same configuration for other classes: the heads follow.
   *
   * @param other those of a dataset
   * @throws UsageException if the network is defined for another number of classes
   */
  public RunName withClasses(ClassLabels other) {
    if (!architecture.isBuiltIn() && other.count() != classes.count()) {
      throw new UsageException(
          "%s has %d outputs for %s, as its prototxt says, but 'age-groups' in the dataset's manifest.json are %d (%s): train a built-in configuration, or prepare the table with %d groups (prepare.table.labels.age-groups)"
              .formatted(
                  this,
                  classes.count(),
                  target.key(),
                  other.count(),
                  other.text(),
                  classes.count()));
    }
    return new RunName(target, initialisation, architecture, alignment, other);
  }

  /** The configurations in alphabetical order of their names. */
  public static List<RunName> all() {
    return PUBLISHED;
  }

  /**
   * The same networks, started from another run's weights; nothing is published of them. In
   * alphabetical order of their names, such as {@code age_start-from_googlenet}.
   */
  public static List<RunName> startingFromRuns() {
    return STARTING_FROM;
  }

  /**
   * @param text a name such as {@code age_net_definitions_mixed}
   * @throws UsageException if it is none of them; the message says the nearest, or why its network
   *     cannot start from scratch
   */
  public static RunName parse(String text) {
    for (List<RunName> known : List.of(PUBLISHED, STARTING_FROM)) {
      for (RunName name : known) {
        if (name.toString().equals(text)) {
          return name;
        }
      }
    }
    for (Architecture architecture : Architecture.values()) {
      if (!architecture.startsFromScratch()
          && text.matches(
              "(age|gender)_%s_%s.*"
                  .formatted(Initialisation.FROMSCRATCH.key(), architecture.key()))) {
        throw new UsageException(
            ("run '%s': %s has no start from scratch. Its definition names no fillers, so Caffe sets "
                    + "every weight to 0 and nothing is ever learnt; use finetuning or imdbwiki")
                .formatted(text, architecture.title()));
      }
    }
    List<String> names = PUBLISHED.stream().map(RunName::toString).toList();
    throw new UsageException(
        "unknown run '%s'%s. The %d runs are: %s"
            .formatted(
                text,
                Suggestion.didYouMean(text, names),
                names.size(),
                names.stream().collect(Collectors.joining(", "))));
  }

  /** The network for these classes. */
  public ResolvedNetwork network() {
    return architecture.resolve(classes.count());
  }

  @Override
  public String toString() {
    boolean unnamed =
        architecture.isBuiltIn()
            ? architecture.hasOneInitialisation() && initialisation != Initialisation.START_FROM
            : initialisation == Initialisation.FROMSCRATCH;
    String middle = unnamed ? architecture.key() : initialisation.key() + "_" + architecture.key();
    return target.key() + "_" + middle + alignment.suffix();
  }

  private static List<RunName> published() {
    List<RunName> names = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Architecture architecture : Architecture.values()) {
        for (Initialisation initialisation : Initialisation.values()) {
          for (Alignment alignment : Alignment.values()) {
            if (architecture.permits(initialisation, alignment)) {
              names.add(new RunName(target, initialisation, architecture, alignment));
            }
          }
        }
      }
    }
    names.sort(BY_NAME);
    return List.copyOf(names);
  }
}
