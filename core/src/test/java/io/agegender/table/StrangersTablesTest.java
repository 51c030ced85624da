// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Labels;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as other people have them: each is read as it is meant, or refused with what to do. */
class StrangersTablesTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "25.0 | 4",
        "25-32 | 4",
        "25 to 32 | 4",
        "25 – 32 | 4",
        "25, 32 | 4",
        "[25, 32] | 4",
        "27,5 | 4",
        "5,25 | 1",
        "60+ | 7",
        "65 and over | 7",
        "50+ | -1",
        "(25, 23) | -1"
      })
  void agesAreReadAsTheyAreMeant(String age, int expected) throws IOException {
    LabelledTable table =
        read("path\tage\tgender\n1.jpg\t" + age + "\tM \n2.jpg\t30\tFEMALE\n", ".tsv");
    assertThat(table.folds().rejects()).isEmpty();
    assertThat(table.labels().classOf(Target.AGE, table.folds().rows().get(0)))
        .isEqualTo(expected < 0 ? Labels.NO_CLASS : expected);
    assertThat(table.labels().classOf(Target.GENDER, table.folds().rows().get(0))).isZero();
  }

  @Test
  void adiencesMisprintCountsForGenderAndIsNamed() throws IOException {
    assertThat(read("path\tage\tgender\n1.jpg\t(25, 23)\tm\n2.jpg\t30\tf\n", ".tsv").notes())
        .anyMatch(note -> note.startsWith("1 rows have the age '(25, 23)', a known misprint"));
    // Any other range that runs backwards is a slip of its own.
    assertThat(
            read("path\tage\tgender\n1.jpg\t(32, 25)\tm\n2.jpg\t30\tf\n3.jpg\t30\tf\n", ".tsv")
                .folds()
                .rejects())
        .singleElement()
        .satisfies(
            reject ->
                assertThat(LabelledTable.describe(reject))
                    .isEqualTo(
                        "row 2: BAD_AGE, age '(32, 25)' of 1.jpg; write years (27), a range (25-32, 60+), or nothing if it is not known"));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void aCsvOfASpreadsheetMayHaveSemicolonsOrTabs(String separator) throws IOException {
    LabelledTable table =
        read(
            "\ufeffpath|age|gender\r\n1.jpg|27,5|m\r\n\"b\\2.JPG\"|30|f\r\n"
                .replace("|", separator),
            ".csv");
    assertThat(table.folds().rows())
        .extracting(row -> row.face().path(Alignment.ALIGNED), row -> row.age())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1.jpg", "27.5"),
            // Windows' way to write a path.
            org.assertj.core.groups.Tuple.tuple("b/2.JPG", "30"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C:\\faces\\1.jpg | OUTSIDE_ROOT, path 'C:/faces/1.jpg'; write it from --raw on",
        "/home/me/1.jpg | OUTSIDE_ROOT, path '/home/me/1.jpg'; write it from --raw on",
        "\\\\server\\1.jpg | OUTSIDE_ROOT, path '//server/1.jpg'; write it from --raw on"
      })
  void absolutePathsAreRejectedWithWhatToWrite(String path, String why) throws IOException {
    LabelledTable table =
        read(
            "path,age,gender\n%s,3,m\n1.jpg,3,m\n2.jpg,3,weiblich\n3.jpg,3,f\n".formatted(path),
            ".csv");
    assertThat(table.folds().rejects())
        .extracting(LabelledTable::describe)
        .satisfiesExactly(
            first -> assertThat(first).contains(why),
            second ->
                assertThat(second)
                    .contains(
                        "BAD_GENDER, gender 'weiblich' of 2.jpg; write m, f, male or female"));
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 9"})
  void foldsThatDoNotCountFromZeroToFourAreRefused(int step, int last) {
    StringBuilder rows = new StringBuilder("path,age,gender,fold\n");
    for (int i = 0; i < 40; i++) {
      rows.append("%d.jpg,30,m,%d\n".formatted(i, step == 1 ? 1 + i % 5 : i % 10));
    }
    assertThatThrownBy(() -> read(rows.toString(), ".csv"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("of 40 rows are in fold 5")
        .hasMessageContaining(last == 9 ? "5, 6, 7, 8, 9 (the first" : "the first is row 6")
        .hasMessageContaining("prepare.table.columns.fold");
  }

  @Test
  void aTableWithoutAHeaderIsRefusedWithThatWord() {
    assertThatThrownBy(() -> read("a/1.jpg\t25\tm\na/2.jpg\t30\tf\n", ".tsv"))
        .hasMessageContaining("its columns are 'a/1.jpg', '25', 'm'. If these are values, put")
        .hasMessageContaining("above them");
    assertThatThrownBy(() -> read("path,age,age,gender\n", ".csv"))
        .hasMessageContaining("the column 'age' stands there twice");
  }

  @Test
  void utf16WithoutAMarkIsRefused() {
    assertThatThrownBy(
            () -> read("path,age,gender\n1.jpg,3,m\n", ".csv", StandardCharsets.UTF_16LE))
        .hasMessageContaining(":1: this looks like UTF-16; save the table as UTF-8");
  }

  @Test
  void aColumnThatNobodyAskedForMayHoldAnything() throws IOException {
    assertThat(
            read(
                    "path,note,note,age,gender\n1.jpg,\"two\nlines, \"\"quoted\"\"\",,3,m\n2.jpg,,,30,f\n",
                    ".csv")
                .folds()
                .rows())
        .extracting(row -> row.line())
        .isEqualTo(List.of(3, 4));
  }

  private LabelledTable read(String text, String ending) throws IOException {
    return read(text, ending, StandardCharsets.UTF_8);
  }

  private LabelledTable read(String text, String ending, Charset charset) throws IOException {
    Path file = Files.write(dir.resolve("t" + ending), text.getBytes(charset));
    TableSettings settings = TableReaderTest.settings("prepare.table.folds=2");
    return TableReader.read(
        TableFile.open(
            new org.apache.hadoop.fs.Path(file.toUri()), settings.columns(), new Configuration()),
        settings,
        1);
  }
}
