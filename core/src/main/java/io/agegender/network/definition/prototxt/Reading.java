// SPDX-License-Identifier: Apache-2.0
package io.agegender.network.definition.prototxt;

import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one file gave rise to: its problems, reported all at once, and fields without meaning. */
final class Reading {
  private record Problem(int line, String text) {}

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> withoutMeaning = new LinkedHashSet<>();

  /**
   * @param file the file's name for messages
   */
  Reading(String file) {
    this.file = file;
  }

  /**
   * @param line in the file, from 1
   * @param text where in the message it is, what it is and what to do
   */
  void problem(int line, String text) {
    problems.add(new Problem(line, text));
  }

  /** Notes a field that says nothing about the bits of a run here. */
  void withoutMeaning(String field) {
    withoutMeaning.add(field);
  }

  /** The fields without meaning, each once, in the order of the file. */
  List<String> withoutMeaning() {
    return List.copyOf(withoutMeaning);
  }

  /**
   * @throws UsageException if there is a problem; the message lists all of them
   */
  void refuseProblems() {
    if (problems.isEmpty()) {
      return;
    }
    String lines =
        problems.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .map(problem -> "%s:%d: %s".formatted(file, problem.line(), problem.text()))
            .distinct()
            .collect(Collectors.joining("\n"));
    throw new UsageException(lines);
  }
}
