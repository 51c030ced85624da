// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.sweep.plan;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Layout;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a run if a class of its target has no face to train on. */
public enum MissingClasses {
  /** It does not start. */
  REFUSE,
  /** It starts with a warning: small datasets may be meant so. */
  WARN;

  private static final Logger LOG = LoggerFactory.getLogger(MissingClasses.class);
  private static final String SETTING = "missing-classes";

  /** What lists have in common. */
  private record Lists(Target target, Alignment alignment, List<String> missing) {}

  /** Reads {@code train.missing-classes}. */
  public static MissingClasses read(SettingsReader settings) {
    return settings.section("train").choice(MissingClasses.class, SETTING);
  }

  /**
   * Looks at the training lists of runs.
   *
   * @param runs whose fold and alignment the dataset has are looked at; others are not this check's
   * @return why they cannot be trained; empty where this is only a warning
   */
  public List<String> problems(Collection<RunSettings> runs, Dataset data) {
    Map<Lists, Set<Integer>> folds =
        new TreeMap<>(
            Comparator.comparing(Lists::target)
                .thenComparing(Lists::alignment)
                .thenComparing(lists -> lists.missing().toString()));
    for (RunSettings run : runs) {
      if (data.folds().contains(run.testFold())
          && data.manifest().alignments().contains(run.trainedOn())) {
        List<String> missing = missing(run, data);
        if (!missing.isEmpty()) {
          folds
              .computeIfAbsent(
                  new Lists(run.name().target(), run.trainedOn(), missing),
                  lists -> new java.util.TreeSet<>())
              .add(run.testFold());
        }
      }
    }
    List<String> problems =
        folds.entrySet().stream()
            .map(entry -> problem(entry.getKey(), entry.getValue(), data))
            .toList();
    if (this == REFUSE) {
      return problems;
    }
    problems.forEach(LOG::warn);
    return List.of();
  }

  /**
   * As {@link #problems}, for one run.
   *
   * @throws UsageException with the reason
   */
  public void require(RunSettings run, Dataset data) {
    List<String> problems = problems(List.of(run), data);
    if (!problems.isEmpty()) {
      throw new UsageException(String.join(System.lineSeparator(), problems));
    }
  }

  private static List<String> missing(RunSettings run, Dataset data) {
    Target target = run.name().target();
    Set<Integer> there =
        data.split(target, run.trainedOn(), run.testFold(), Subset.TRAIN).stream()
            .map(Sample::label)
            .collect(Collectors.toSet());
    List<String> labels = data.classes(target).labels();
    return IntStream.range(0, labels.size())
        .filter(label -> !there.contains(label))
        .mapToObj(labels::get)
        .toList();
  }

  private static String problem(Lists lists, Set<Integer> folds, Dataset data) {
    boolean all = lists.missing().size() == data.classes(lists.target()).count();
    return ("the dataset %s has no face to train %s on%s (%s faces, test folds %s): look at its %s and at how the"
            + " fold files spell labels, give more faces, or set train.%s = warn")
        .formatted(
            data.root(),
            lists.target().key(),
            all
                ? ""
                : (lists.missing().size() == 1 ? " of the class " : " of the classes ")
                    + lists.missing().stream()
                        .map("'%s'"::formatted)
                        .collect(Collectors.joining(", ")),
            lists.alignment().key(),
            folds,
            Layout.ACCOUNTING_TEXT,
            SETTING);
  }
}
