// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.FoldFile;
import io.agegender.adience.Target;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.synthetic.people.AgeSpan;
import io.agegender.synthetic.people.SampleRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyntheticRowsTest {
  private final List<SyntheticRow> lines = SyntheticRows.of(1500, 5);
  private final List<SampleRow> rows = lines.stream().map(SyntheticRow::sample).toList();

  @Test
  void usersSubjectsAndPhotosStayInOneFold() {
    for (Function<SampleRow, String> key :
        List.<Function<SampleRow, String>>of(
            row -> row.face().user(), row -> row.face().subject(), SyntheticRowsTest::photo)) {
      Map<String, Set<Integer>> folds =
          rows.stream()
              .collect(
                  Collectors.groupingBy(
                      key, Collectors.mapping(SampleRow::fold, Collectors.toSet())));
      assertThat(folds.values()).allSatisfy(in -> assertThat(in).hasSize(1));
    }
  }

  @Test
  void aSubjectIsInOneAlbumHasOneLabelAndIsOnAPhotoOnce() {
    Map<String, List<SampleRow>> subjects =
        rows.stream().distinct().collect(Collectors.groupingBy(row -> row.face().subject()));
    assertThat(subjects.values())
        .allSatisfy(
            of -> {
              assertThat(of.stream().map(r -> r.face().user() + r.age() + r.gender()).distinct())
                  .hasSize(1);
              assertThat(of.stream().map(SyntheticRowsTest::photo).distinct()).hasSize(of.size());
            });
    assertThat(subjects.values().stream().filter(of -> of.size() > 1).count()).isGreaterThan(100);
    Map<String, Long> facesOfAPhoto =
        rows.stream()
            .distinct()
            .collect(Collectors.groupingBy(SyntheticRowsTest::photo, Collectors.counting()));
    assertThat(facesOfAPhoto.values()).contains(1L, 2L);
  }

  @Test
  void theRealFilesIrregularitiesAreThere() {
    assertThat(rows)
        .extracting(SampleRow::age)
        .contains("(25, 23)", "35", "None", "13", "(38, 42)");
    assertThat(rows).extracting(SampleRow::gender).contains("u", "");
    assertThat(rows)
        .extracting(row -> row.face().user())
        .allMatch(user -> user.matches("\\d+@N\\d\\d"));
    assertThat(new HashSet<>(rows)).hasSize(1500);
    assertThat(rows.size() - 1500).isBetween(5, 20);
    // Even the smallest tree has one.
    assertThat(SyntheticRows.of(SampleSettings.FEWEST_FACES, 5))
        .extracting(row -> row.sample().age())
        .contains("(25, 23)");
  }

  @Test
  void everyFoldHasEveryClassNearTheRealShares() {
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      int of = fold;
      List<SampleRow> labelled =
          rows.stream()
              .filter(row -> row.fold() == of && Target.AGE.labels().contains(row.age()))
              .toList();
      for (int c = 0; c < Target.AGE.classes(); c++) {
        String label = Target.AGE.labels().get(c);
        long count = labelled.stream().filter(row -> row.age().equals(label)).count();
        assertThat(count / (double) labelled.size())
            .as("fold %d %s", fold, label)
            .isBetween(AgeSpan.realShare(c) * 0.5, AgeSpan.realShare(c) * 1.5 + 0.02);
      }
      long male = labelled.stream().filter(row -> row.gender().equals("m")).count();
      assertThat(male / (double) labelled.size()).isBetween(0.35, 0.6);
    }
  }

  @Test
  void linesHaveTheTwelveColumns() {
    assertThat(lines)
        .allSatisfy(
            row -> {
              String[] cells = row.line().split("\t", -1);
              assertThat(cells).hasSize(FoldFile.COLUMNS.size());
              assertThat(List.of(cells).subList(5, 12)).allMatch(cell -> cell.matches("-?\\d+"));
            });
  }

  private static String photo(SampleRow row) {
    return row.face().user() + "/" + row.face().photo();
  }
}
