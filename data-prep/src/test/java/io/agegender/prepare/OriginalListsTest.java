// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.adience.split.ListedSplits;
import io.agegender.adience.split.Split;
import io.agegender.adience.split.SplitReport;
import io.agegender.prepare.lists.ListFolder;
import io.agegender.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real fold files and the original's lists, where they are at hand. */
@Tag("slow")
class OriginalListsTest {
  private final Path data = SharedData.require("data");

  @Test
  void everyCellOfTheCountsTableIsMet() throws IOException {
    Folds folds = folds();
    ListedSplits lists =
        new ListedSplits(
            folds, LabelPolicy.ORIGINAL, new ListFolder(Trees.hadoop(data), new Configuration()));
    List<String> computed = new ArrayList<>();
    for (String set : List.of("aligned", "unaligned", "mixed")) {
      for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
        computed.add(row(folds, lists, Alignment.of(set), fold));
      }
    }
    List<String> table =
        Files.readAllLines(SharedData.require("reference/splits.md")).stream()
            .filter(l -> l.matches("\\| (aligned|unaligned|mixed) \\| \\d .*"))
            .toList();
    assertThat(table).hasSize(15);
    assertThat(computed).isEqualTo(table);
  }

  @Test
  void drawnListsHaveTheSameTestsAndPools() throws IOException {
    Folds folds = folds();
    ListedSplits listed =
        new ListedSplits(
            folds, LabelPolicy.ORIGINAL, new ListFolder(Trees.hadoop(data), new Configuration()));
    io.agegender.adience.split.SeededSplits drawn =
        new io.agegender.adience.split.SeededSplits(
            folds, LabelPolicy.ORIGINAL, Trees.settings().splits().rules());
    for (Target target : Target.values()) {
      for (Alignment alignment : Alignment.values()) {
        Split original = listed.split(target, alignment, 1);
        Split ours = drawn.split(target, alignment, 1);
        assertThat(ours.test()).containsExactlyInAnyOrderElementsOf(original.test());
        int lost =
            original.train().size()
                + original.val().size()
                - ours.train().size()
                - ours.val().size();
        // The lost entry has a label in one draw and none in the other, at most.
        assertThat(lost).isBetween(-1, 1);
      }
    }
  }

  private String row(Folds folds, ListedSplits lists, Alignment alignment, int fold) {
    SplitReport age = report(folds, lists, Target.AGE, alignment, fold);
    SplitReport gender = report(folds, lists, Target.GENDER, alignment, fold);
    age.refuseLeaks();
    gender.refuseLeaks();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d/%d | %d/%d | %.3f | %.3f |",
        alignment.key(),
        fold,
        age.sizes().train(),
        age.sizes().val(),
        age.sizes().trainSubset(),
        age.sizes().test(),
        gender.sizes().train(),
        gender.sizes().val(),
        gender.sizes().trainSubset(),
        gender.sizes().test(),
        age.pool().pool(),
        age.pool().tenth(),
        age.pool().missing(),
        gender.pool().missing(),
        age.overlaps().valTrain().images(),
        gender.overlaps().valTrain().images(),
        age.overlaps().valTrain().subjectShare(),
        age.overlaps().valTrain().faceShare());
  }

  private static SplitReport report(
      Folds folds, ListedSplits lists, Target target, Alignment alignment, int fold) {
    return SplitReport.of(
        SplitReport.Rows.of(folds, LabelPolicy.ORIGINAL),
        target,
        alignment,
        fold,
        lists.split(target, alignment, fold));
  }

  private Folds folds() throws IOException {
    List<FoldFile> files = new ArrayList<>();
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      Path file = data.resolve("folds").resolve(FoldFile.name(fold));
      files.add(FoldFile.read(fold, Files.readAllBytes(file)));
    }
    return Folds.of(files);
  }
}
