package io.agegender.run;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.Suggestion;
import io.agegender.foundation.error.UsageException;
import io.agegender.network.definition.Architecture;
import io.agegender.network.definition.Initialisation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of the 38 configurations of the comparison, named as in the original, for example {@code
 * age_finetuning_googlenet_mixed} or {@code gender_net_definitions}.
 *
 * @param target what is predicted
 * @param initialisation where the first weights come from
 * @param architecture the network
 * @param alignment the faces trained on
 */
public record RunName(
    Target target, Initialisation initialisation, Architecture architecture, Alignment alignment)
    implements Serializable {

  private static final List<RunName> PUBLISHED = published();

  /** The 38 configurations in alphabetical order of their names. */
  public static List<RunName> all() {
    return PUBLISHED;
  }

  /**
   * @param text a name such as {@code age_net_definitions_mixed}
   * @throws UsageException if it is none of the 38; the message says the nearest, or why VGG16 has
   *     no such configuration
   */
  public static RunName parse(String text) {
    for (RunName name : PUBLISHED) {
      if (name.toString().equals(text)) {
        return name;
      }
    }
    if (text.matches("(age|gender)_fromscratch_vgg16.*")) {
      throw new UsageException(
          ("run '%s': VGG16 has no start from scratch. Its definition names no fillers, so Caffe sets "
                  + "every weight to 0 and nothing is ever learnt; use finetuning or imdbwiki")
              .formatted(text));
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

  @Override
  public String toString() {
    String middle =
        architecture == Architecture.NET_DEFINITIONS
            ? architecture.key()
            : initialisation.key() + "_" + architecture.key();
    return target.key() + "_" + middle + alignment.suffix();
  }

  private static List<RunName> published() {
    List<RunName> names = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Architecture architecture : Architecture.values()) {
        for (Initialisation initialisation : Initialisation.values()) {
          for (Alignment alignment : Alignment.values()) {
            if (exists(initialisation, architecture, alignment)) {
              names.add(new RunName(target, initialisation, architecture, alignment));
            }
          }
        }
      }
    }
    names.sort((a, b) -> a.toString().compareTo(b.toString()));
    return List.copyOf(names);
  }

  /**
   * AdienceNet was never pretrained, VGG16 never started from scratch nor trained on unaligned
   * faces.
   */
  private static boolean exists(
      Initialisation initialisation, Architecture architecture, Alignment alignment) {
    return switch (architecture) {
      case NET_DEFINITIONS -> initialisation == Initialisation.FROMSCRATCH;
      case CAFFEREFERENCE, GOOGLENET -> initialisation != Initialisation.IMDBWIKI;
      case VGG16 ->
          initialisation != Initialisation.FROMSCRATCH && alignment != Alignment.UNALIGNED;
    };
  }
}
