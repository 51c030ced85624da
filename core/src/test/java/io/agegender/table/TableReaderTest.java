// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Labels;
import io.agegender.adience.RowReason;
import io.agegender.adience.RowReject;
import io.agegender.adience.Target;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
  @TempDir Path dir;

  private static final String HEADER = "path,subject,age,gender,fold\n";

  @Test
  void eachBadRowIsNamedWithItsLineAndReason() throws IOException {
    LabelledTable table =
        read(
            "t.csv",
            HEADER
                + "a/1.jpg,s1,27,m,0\n"
                + "a/2.jpg,s2,-1,m,1\n"
                + "a/3.jpg,s3,150,m,1\n"
                + "a/4.jpg,s4,NaN,f,1\n"
                + "a/5.jpg,s5,young,f,1\n"
                + "a/6.jpg,s6,30,femme,1\n"
                + "../7.jpg,s7,30,f,1\n"
                + "/etc/8.jpg,s8,30,f,1\n"
                + "a/9.jpg,s9,30,f,5\n"
                + "a/10.jpg,,30,f,1\n"
                + "a/11.jpg,s11,30,f\n"
                + "a/12.jpg,s12,(25; 32),f,1\n"
                + "a/13.jpg,s13,\"(25, 32)\",Female,1\n"
                + "\n"
                + "a/14.jpg,s14,,,0\n");
    assertThat(table.folds().rejects())
        .extracting(r -> r.line() + " " + r.reason())
        .containsExactly(
            "3 BAD_AGE",
            "4 BAD_AGE",
            "5 BAD_AGE",
            "6 BAD_AGE",
            "7 BAD_GENDER",
            "8 OUTSIDE_ROOT",
            "9 OUTSIDE_ROOT",
            "10 BAD_FOLD",
            "11 NO_SUBJECT",
            "12 WRONG_COLUMNS",
            "13 BAD_AGE");
    assertThat(table.folds().rejects().get(4).detail())
        .startsWith("gender 'femme' of a/6.jpg; write m, f, male or female");
    assertThat(table.folds().rows())
        .extracting(r -> r.line() + " " + r.face().path(Alignment.ALIGNED))
        .containsExactly("2 a/1.jpg", "14 a/13.jpg", "16 a/14.jpg");
    assertThat(classes(table, Target.AGE)).containsExactly(4, 4, Labels.NO_CLASS);
    assertThat(classes(table, Target.GENDER)).containsExactly(0, 1, Labels.NO_CLASS);
  }

  @Test
  void aPictureListedTwiceWithOtherLabelsIsRejectedAndNamed() throws IOException {
    LabelledTable table =
        read(
            "t.csv",
            HEADER
                + "1.jpg,s1,27,m,0\n2.jpg,s2,27,m,1\n1.jpg,s1,28,m,0\n3.jpg,s3,5,f,0\n3.jpg,s3,5,f,0\n");
    assertThat(table.folds().rejects())
        .extracting(RowReject::line, RowReject::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, RowReason.CONFLICTING_LABELS),
            org.assertj.core.groups.Tuple.tuple(4, RowReason.CONFLICTING_LABELS));
    assertThat(table.folds().rejects().get(0).detail()).contains("rows 2 and 4 differ");
    // Said twice alike it is two entries, as in the original's fold files.
    assertThat(table.folds().rows()).extracting(FoldRow::line).containsExactly(3, 5, 6);
  }

  @Test
  void agesBetweenGroupsAreLeftOutOrGoToTheNearerGroup() throws IOException {
    String rows =
        HEADER
            + "1.jpg,1,3,m,0\n2.jpg,2,7,m,0\n3.jpg,3,35,m,0\n4.jpg,4,36,m,0\n5.jpg,5,20-29,m,1\n"
            + "6.jpg,6,2.9,m,1\n7.jpg,7,13,m,1\n8.jpg,8,110,m,1\n9.jpg,9,10-19,m,1\n";
    assertThat(classes(read("a.csv", rows), Target.AGE))
        .containsExactly(-1, -1, -1, -1, -1, 0, -1, -1, -1);
    assertThat(classes(read("b.csv", rows, "prepare.table.labels.between=nearest"), Target.AGE))
        .containsExactly(0, 1, 4, 5, 4, 0, 2, 7, 3);
  }

  @Test
  void numbersAreGendersOnlyIfDeclared() throws IOException {
    String rows = "path\tage\tgender\n1.jpg\t30\t0\n2.jpg\t30\t1\n";
    assertThatThrownBy(() -> read("t.tsv", rows))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("prepare.table.labels.gender-0");
    LabelledTable table =
        read(
            "t.tsv",
            rows,
            "prepare.table.labels.gender-0=female",
            "prepare.table.labels.gender-1=male",
            "prepare.table.folds=2");
    assertThat(classes(table, Target.GENDER)).containsExactly(1, 0);
    assertThat(table.notes()).anyMatch(note -> note.contains("names no subjects"));
  }

  @Test
  void whatCannotBeReadAtAllIsRefusedWithItsPlace() throws IOException {
    assertThatThrownBy(() -> read("t.csv", "file,subject,age,gender\n1.jpg,s,3,m\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.csv:1: no column 'path'")
        .hasMessageContaining("prepare.table.columns.path");
    assertThatThrownBy(
            () -> read("t.csv", HEADER + "1.jpg,s,3,m,0\n", "prepare.table.columns.subject=person"))
        .hasMessageContaining("no column 'person'");
    assertThatThrownBy(() -> read("t.csv", HEADER + "1.jpg,s,3,m,0\n2.jpg,s,3,m,1\n"))
        .hasMessageContaining("rows 2 and 3");
    assertThatThrownBy(() -> read("t.csv", HEADER + "1.jpg,s,3,m,0\n"))
        .hasMessageContaining("all rows are in fold 0");
    assertThatThrownBy(() -> read("t.txt", HEADER)).hasMessageContaining("name a table .csv");
    Path latin = dir.resolve("latin.csv");
    Files.write(
        latin,
        (HEADER + "1.jpg,s,3,m,0\ntr\u00e8s.jpg,s,3,m,0\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(latin))
        .hasMessageContaining("latin.csv:3: this line is not UTF-8");
    Path utf16 = dir.resolve("utf16.csv");
    Files.write(utf16, HEADER.getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> read(utf16))
        .hasMessageContaining("utf16.csv:1: this line is not UTF-8");
  }

  @Test
  void foldsAreDrawnBySubjectFromTheSeedAndBalanced() throws IOException {
    StringBuilder rows = new StringBuilder("path,subject,age,gender\n");
    for (int i = 0; i < 1000; i++) {
      rows.append(
          "p/%d.jpg,s%d,%s,%s\n"
              .formatted(i, i / 4, i / 4 % 2 == 0 ? "30" : "5", i / 4 % 3 == 0 ? "m" : "f"));
    }
    LabelledTable table = read("t.csv", rows.toString());
    Map<String, Integer> foldOf = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (FoldRow row : table.folds().rows()) {
      assertThat(foldOf.merge(row.subject(), row.fold(), (a, b) -> b)).isEqualTo(row.fold());
      counts.merge(row.fold() + row.age() + row.gender(), 1, Integer::sum);
    }
    for (int fold = 0; fold < 5; fold++) {
      assertThat(counts.get(fold + "30m")).isBetween(28, 40);
      assertThat(counts.get(fold + "5f")).isBetween(60, 74);
    }
    assertThat(read("u.csv", rows.toString()).folds().rows()).isEqualTo(table.folds().rows());
    assertThat(read("u.csv", rows.toString(), "prepare.splits.seed=5").folds().rows())
        .isNotEqualTo(table.folds().rows());
  }

  private static List<Integer> classes(LabelledTable table, Target target) {
    List<Integer> classes = new ArrayList<>();
    table.folds().rows().forEach(row -> classes.add(table.labels().classOf(target, row)));
    return classes;
  }

  @Test
  void ageGroupsAreTheTablesOwnAndBelongToTheDataset() throws IOException {
    String groups = "prepare.table.labels.age-groups=[\"0-17\", \"18-64\", \"65-120\"]";
    LabelledTable table =
        read(
            "t.csv",
            HEADER
                + "1.jpg,s1,17.9,m,0\n2.jpg,s2,18,m,1\n3.jpg,s3,\"(60, 70)\",f,0\n4.jpg,s4,99,f,1\n",
            groups);
    assertThat(classes(table, Target.AGE)).containsExactly(0, 1, Labels.NO_CLASS, 2);
    assertThat(table.labels().classes(Target.AGE).count()).isEqualTo(3);
    assertThat(table.provenance()).containsEntry("age-groups", "(0, 17); (18, 64); (65, 120)");
    assertThat(settings().provenance()).doesNotContainKey("age-groups");
    assertThatThrownBy(() -> settings("prepare.table.labels.age-groups=[\"0-17\", \"17-64\"]"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("prepare.table.labels.age-groups")
        .hasMessageContaining("'17-64' begins at or before the end of the one before it (17)");
  }

  private LabelledTable read(String name, String text, String... settings) throws IOException {
    return read(Files.writeString(dir.resolve(name), text), settings);
  }

  private static LabelledTable read(Path file, String... settings) {
    TableSettings table = settings(settings);
    return TableReader.read(
        TableFile.open(
            new org.apache.hadoop.fs.Path(file.toUri()), table.columns(), new Configuration()),
        table,
        settings.length);
  }

  static TableSettings settings(String... overrides) {
    return SettingsReader.read(
        Settings.load(Optional.empty(), Arrays.asList(overrides)), TableSettings::read);
  }
}
