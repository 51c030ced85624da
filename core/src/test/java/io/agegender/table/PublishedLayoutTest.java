// SPDX-License-Identifier: Apache-2.0
package io.agegender.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldRow;
import io.agegender.adience.Target;
import io.agegender.dataset.format.Reject;
import io.agegender.foundation.error.UsageException;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

class PublishedLayoutTest {
  @TempDir Path dir;

  @Test
  void utkFaceHasItsLabelsInFileNames() throws IOException {
    Files.createDirectories(dir.resolve("part1"));
    for (String name :
        new String[] {
          "26_0_2_20170104023010319.jpg",
          "part1/1_1_0_20170109191125529.JPG.chip.JPG",
          "part1/._1_1_0_20170109191125529.jpg.chip.jpg",
          "61_1_20170109142408075.jpg"
        }) {
      Files.writeString(dir.resolve(name), "x");
    }
    LabelledTable table = read(PublishedLayout.UTKFACE);
    assertThat(table.folds().rows())
        .extracting(FoldRow::photo, FoldRow::age, FoldRow::gender)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("26_0_2_20170104023010319.jpg", "26", "m"),
            org.assertj.core.groups.Tuple.tuple("1_1_0_20170109191125529.JPG.chip.JPG", "1", "f"));
    assertThat(table.folds().rejects())
        .singleElement()
        .satisfies(
            reject ->
                assertThat(LabelledTable.describe(reject))
                    .contains("row 2: BAD_NAME, 61_1_20170109142408075.jpg"));
    assertThat(table.alignment()).isEqualTo(Alignment.ALIGNED);
    assertThat(table.notes()).anyMatch(note -> note.contains("non-commercial research"));
  }

  @Test
  void fairFaceHasTwoTablesWithRangesOfAges() throws IOException {
    String header = "file,age,gender,race,service_test\n";
    Files.writeString(
        dir.resolve("fairface_label_train.csv"),
        header + "train/1.jpg,0-2,Male,White,True\ntrain/2.jpg,3-9,Female,Indian,False\n");
    Files.writeString(
        dir.resolve("fairface_label_val.csv"),
        header + "val/1.jpg,more than 70,Female,Black,True\n");
    LabelledTable table = read(PublishedLayout.FAIRFACE);
    assertThat(table.folds().rows())
        .extracting(
            row -> row.line(),
            row -> row.face().path(Alignment.ALIGNED),
            row -> classOf(table, row))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, "train/1.jpg", 0),
            org.assertj.core.groups.Tuple.tuple(3, "train/2.jpg", -1),
            org.assertj.core.groups.Tuple.tuple(5, "val/1.jpg", 7));
  }

  @Test
  void imdbWikiHasItsAgesInDatesAndItsRulesLeaveRowsOut() throws IOException {
    write(dir.resolve("wiki.mat"));
    LabelledTable table = read(PublishedLayout.IMDB_WIKI);
    assertThat(table.folds().rows())
        .extracting(FoldRow::line, FoldRow::photo, FoldRow::subject, FoldRow::age, FoldRow::gender)
        .containsExactly(
            // Born on 2 July 1980: not yet 30 on 1 July 2010.
            org.assertj.core.groups.Tuple.tuple(1, "a.jpg", "Ann", "29", "f"),
            org.assertj.core.groups.Tuple.tuple(2, "b.jpg", "Bob", "30", "m"),
            org.assertj.core.groups.Tuple.tuple(7, "g.jpg", "Gil", "30", "u"));
    assertThat(table.leftOut())
        .extracting(Reject::reason, Reject::path)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("NO_FACE", "00/c.jpg"),
            org.assertj.core.groups.Tuple.tuple("LOW_FACE_SCORE", "00/d.jpg"),
            org.assertj.core.groups.Tuple.tuple("SECOND_FACE", "00/e.jpg"),
            org.assertj.core.groups.Tuple.tuple("IMPOSSIBLE_AGE", "00/f.jpg"));
    assertThat(table.notes()).anyMatch(note -> note.contains("leave out 4 rows: IMPOSSIBLE_AGE 1"));
    assertThat(table.alignment()).isEqualTo(Alignment.UNALIGNED);
  }

  @Test
  void aMatOfVersion73IsRefusedByName() throws IOException {
    Files.write(
        dir.resolve("imdb.mat"),
        "MATLAB 7.3 MAT-file, Platform: GLNXA64".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> read(PublishedLayout.IMDB_WIKI))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("imdb.mat is a .mat of version 7.3")
        .hasMessageContaining("-v7");
    Files.write(
        dir.resolve("imdb.mat"),
        "MATLAB 5.0 MAT-file and then nothing".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> read(PublishedLayout.IMDB_WIKI)).isInstanceOf(UsageException.class);
  }

  private static int classOf(LabelledTable table, FoldRow row) {
    return table.labels().classOf(Target.AGE, row);
  }

  private LabelledTable read(PublishedLayout layout) {
    return layout.read(
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()),
        TableReaderTest.settings("prepare.table.folds=2"),
        1);
  }

  /** As published: one struct with a row for each column. */
  private static void write(Path file) throws IOException {
    String[] names = {"Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil"};
    double[] score = {2, 3, Double.NEGATIVE_INFINITY, 0.5, 4, 4, 4};
    double[] gender = {0, 1, 1, 1, 1, 1, Double.NaN};
    double none = Double.NaN;
    double[] second = {none, none, none, none, 1.5, none, none};
    long[] birth = new long[names.length];
    java.util.Arrays.fill(birth, LocalDate.of(1980, 7, 1).toEpochDay());
    birth[0]++;
    birth[5] = LocalDate.of(2015, 1, 1).toEpochDay();
    Cell paths = Mat5.newCell(1, names.length);
    Cell people = Mat5.newCell(1, names.length);
    for (int i = 0; i < names.length; i++) {
      paths.set(i, Mat5.newString("00/" + (char) ('a' + i) + ".jpg"));
      people.set(i, Mat5.newString(names[i]));
    }
    Struct wiki = Mat5.newStruct();
    wiki.set("dob", row(java.util.Arrays.stream(birth).mapToDouble(d -> d + 719529).toArray()));
    wiki.set("photo_taken", row(2010, 2010, 2010, 2010, 2010, 2010, 2010));
    wiki.set("full_path", paths);
    wiki.set("gender", row(gender));
    wiki.set("name", people);
    wiki.set("face_score", row(score));
    wiki.set("second_face_score", row(second));
    Mat5.writeToFile(Mat5.newMatFile().addArray("wiki", wiki), file.toFile());
  }

  private static Matrix row(double... values) {
    Matrix row = Mat5.newMatrix(1, values.length);
    for (int i = 0; i < values.length; i++) {
      row.setDouble(i, values[i]);
    }
    return row;
  }
}
