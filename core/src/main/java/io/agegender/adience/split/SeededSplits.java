// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.FoldFile;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Folds;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Lists made from a seed by the original generator's rules: the rows of the other folds are
 * permuted once, the first tenth validates, the next entry is lost, the rest trains; both targets
 * filter the same permutation by label; each alignment is a draw of its own.
 *
 * <p>The original's own draws cannot be repeated (Python 2, no seed); {@link ListedSplits} reads
 * its lists. A draw is a function of the folds, the rules and (alignment, test fold) alone.
 */
public final class SeededSplits implements SplitSource {
  private final Folds folds;
  private final Labels labels;
  private final BiPredicate<FoldRow, Alignment> pictured;
  private final SplitRules rules;
  private final boolean[] repeated;

  /**
   * @param folds the rows
   * @param labels which labels count
   * @param rules how to draw
   */
  public SeededSplits(Folds folds, Labels labels, SplitRules rules) {
    this(folds, labels, rules, (row, alignment) -> true);
  }

  /**
   * @param folds the rows
   * @param labels which labels count
   * @param rules how to draw
   * @param pictured whether there is a picture of a row in a stored alignment
   */
  public SeededSplits(
      Folds folds, Labels labels, SplitRules rules, BiPredicate<FoldRow, Alignment> pictured) {
    this.pictured = pictured;
    this.folds = folds;
    this.labels = labels;
    this.rules = rules;
    this.repeated = repeated(folds.rows());
  }

  @Override
  public Split split(Target target, Alignment alignment, int testFold) {
    Random random = new Random(seed(rules.seed(), alignment, testFold));
    // In this order, so that the validation rule does not change the test list.
    List<Entry> test = permuted(entries(alignment, fold -> fold == testFold), random);
    List<Entry> pool = permuted(entries(alignment, fold -> fold != testFold), random);
    int tenth = pool.size() / SplitRules.VALIDATION_DIVISOR;
    List<Entry> val;
    List<Entry> train;
    if (rules.validation() == SplitRules.Validation.ROWS) {
      val = pool.subList(0, tenth);
      boolean lost = rules.offByOne() == SplitRules.OffByOne.KEEP;
      train = pool.subList(Math.min(pool.size(), lost ? tenth + 1 : tenth), pool.size());
    } else {
      Set<String> subjects = validationSubjects(pool, tenth, random);
      Map<Boolean, List<Entry>> parts =
          pool.stream().collect(Collectors.partitioningBy(e -> subjects.contains(subject(e))));
      val = parts.get(true);
      train = parts.get(false);
    }
    List<Entry> subset = train.subList(0, Math.max(0, Math.min(train.size(), tenth - 1)));
    return new Split(
        labelled(target, train),
        labelled(target, val),
        labelled(target, subset),
        labelled(target, test));
  }

  /** Subjects in random order, each taken if its rows still fit into the tenth. */
  private Set<String> validationSubjects(List<Entry> pool, int tenth, Random random) {
    Map<String, Integer> rowsOf = new LinkedHashMap<>();
    pool.forEach(e -> rowsOf.merge(subject(e), 1, Integer::sum));
    List<String> order = new ArrayList<>(rowsOf.keySet());
    Collections.shuffle(order, random);
    Set<String> taken = new HashSet<>();
    int left = tenth;
    for (String subject : order) {
      int rows = rowsOf.get(subject);
      if (rows <= left) {
        taken.add(subject);
        left -= rows;
      }
    }
    return taken;
  }

  private String subject(Entry entry) {
    return folds.rows().get(entry.row()).subject();
  }

  private List<Entry> entries(Alignment alignment, IntPredicate foldWanted) {
    List<Entry> entries = new ArrayList<>();
    for (int row = 0; row < folds.rows().size(); row++) {
      if (foldWanted.test(folds.rows().get(row).fold()) && !repeated[row]) {
        for (Alignment part : alignment.parts()) {
          if (pictured.test(folds.rows().get(row), part)) {
            entries.add(new Entry(row, part));
          }
        }
      }
    }
    return entries;
  }

  private boolean[] repeated(List<FoldRow> rows) {
    boolean[] repeated = new boolean[rows.size()];
    if (rules.duplicates() == SplitRules.Duplicates.DROP) {
      Set<FaceKey> seen = new HashSet<>();
      for (int i = 0; i < repeated.length; i++) {
        repeated[i] = !seen.add(rows.get(i).face());
      }
    }
    return repeated;
  }

  private List<Member> labelled(Target target, List<Entry> entries) {
    MemberList members = new MemberList(entries.size());
    for (Entry entry : entries) {
      int label = labels.classOf(target, folds.rows().get(entry.row()));
      if (label != Labels.NO_CLASS) {
        members.append(entry.row(), entry.alignment(), label);
      }
    }
    return members.trimmed();
  }

  private static List<Entry> permuted(List<Entry> entries, Random random) {
    Collections.shuffle(entries, random);
    return entries;
  }

  /**
   * Neighbouring seeds, alignments and folds must not give related streams (SplitMix64's mixer).
   */
  private static long seed(long seed, Alignment alignment, int testFold) {
    long z = seed + 0x9E3779B97F4A7C15L * (1 + alignment.ordinal() * FoldFile.FOLDS + testFold);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private record Entry(int row, Alignment alignment) {}
}
