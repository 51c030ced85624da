// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldFileTest {
  private static final String HEADER =
      "user_id\toriginal_image\tface_id\tage\tgender\tx\ty\tdx\tdy\ttilt_ang\tfiducial_yaw_angle\tfiducial_score";

  @Test
  void rowsKeepTheirLinesAndLabels() throws IOException {
    FoldFile file =
        read(
            3,
            HEADER,
            row("7@N00", "a b.jpg", "12", "(25, 32)", "f"),
            row("7@N00", "c.jpg", "12", "None", ""));
    assertThat(file.rejects()).isEmpty();
    assertThat(file.rows())
        .containsExactly(
            new FoldRow(3, 2, "7@N00", "a b.jpg", "12", "(25, 32)", "f"),
            new FoldRow(3, 3, "7@N00", "c.jpg", "12", "None", ""));
    assertThat(file.rows().get(0).where()).isEqualTo("fold_3_data.txt:2");
    assertThat(file.rows().get(0).face().path(Alignment.ALIGNED))
        .isEqualTo("aligned/7@N00/landmark_aligned_face.12.a b.jpg");
  }

  @Test
  void windowsLineEndsByteOrderMarkAndBlankEndAreAccepted() throws IOException {
    String text = "\uFEFF" + HEADER + "\r\n" + row("7@N00", "a.jpg", "1", "35", "m") + "\r\n\r\n\n";
    FoldFile file = FoldFile.read(0, text.getBytes(StandardCharsets.UTF_8));
    assertThat(file.rows()).hasSize(1);
    assertThat(file.rows().get(0).line()).isEqualTo(2);
    assertThat(file.rejects()).isEmpty();
  }

  @Test
  void anAgeGroupInAnotherSpellingIsAnErrorThatShowsIt() throws IOException {
    for (String age : List.of("(25,32)", "\"(25, 32)\"", "(25,\u00a032)", "(25 32)", "25-32")) {
      assertThatThrownBy(() -> read(2, HEADER, row("7@N00", "a.jpg", "1", age, "m")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("fold_2_data.txt:2: the age '" + age + "'")
          .hasMessageContaining("write it as '(25, 32)'");
    }
    for (String age : List.of("(8, 23)", "35", "None", "")) {
      assertThat(read(2, HEADER, row("7@N00", "a.jpg", "1", age, "m")).rows()).hasSize(1);
    }
  }

  @Test
  void rowsWithWrongColumnsAreRejectedWithTheirLine() throws IOException {
    FoldFile file =
        read(
            1,
            HEADER,
            "7@N00\ta.jpg\t1",
            row("7@N00", "b.jpg", "1", "35", "m"),
            "",
            row("7@N00", "d.jpg", "1", "35", "m") + "\t9");
    assertThat(file.rows()).extracting(FoldRow::line).containsExactly(3);
    assertThat(file.rejects())
        .extracting(RowReject::line, RowReject::reason, RowReject::detail)
        .containsExactly(
            tuple(2, RowReason.WRONG_COLUMNS, "3 columns instead of 12"),
            tuple(4, RowReason.WRONG_COLUMNS, "1 columns instead of 12"),
            tuple(5, RowReason.WRONG_COLUMNS, "13 columns instead of 12"));
  }

  @Test
  void bytesThatAreNoTextAreRejected() throws IOException {
    byte[] text =
        (HEADER
                + "\n"
                + row("7@N00", "X.jpg", "1", "35", "m")
                + "\n"
                + row("7@N00", "b.jpg", "1", "35", "m"))
            .getBytes(StandardCharsets.ISO_8859_1);
    text[HEADER.length() + 7] = (byte) 0xE9;
    FoldFile file = FoldFile.read(0, text);
    assertThat(file.rejects()).extracting(RowReject::reason).containsExactly(RowReason.NOT_UTF8);
    assertThat(file.rows()).hasSize(1);
  }

  @Test
  void namesThatLeadElsewhereAreRejected() throws IOException {
    FoldFile file =
        read(
            0,
            HEADER,
            row("..", "a.jpg", "1", "35", "m"),
            row("7@N00", "../../etc/passwd", "1", "35", "m"),
            row("/etc", "a.jpg", "1", "35", "m"),
            row("7@N00", "a\0.jpg", "1", "35", "m"),
            row("7@N00", "", "1", "35", "m"),
            row("7@N00", "a.jpg", "1/2", "35", "m"),
            row("7:@N%41*[", "a.jpg", "1", "35", "m"));
    assertThat(file.rejects()).hasSize(6).allMatch(r -> r.reason() == RowReason.UNSAFE_NAME);
    assertThat(file.rejects().get(3).detail()).isEqualTo("original_image 'a\\x00.jpg'");
    assertThat(file.rows()).extracting(FoldRow::user).containsExactly("7:@N%41*[");
  }

  @Test
  void anotherHeaderOrNoRowIsAnError() {
    assertThatThrownBy(() -> read(2, HEADER.replace("\tgender", ""), "x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("fold_2_data.txt:1")
        .hasMessageContaining("missing: gender");
    assertThatThrownBy(() -> read(2, "")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> read(2, HEADER))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("fold 2 has no usable row");
  }

  @Test
  void rowsThatContradictEachOtherAreAllRejected() {
    FoldFile one =
        new FoldFile(
            0,
            List.of(
                new FoldRow(0, 2, "u", "a.jpg", "1", "(0, 2)", "f"),
                new FoldRow(0, 3, "u", "a.jpg", "1", "(4, 6)", "f"),
                new FoldRow(0, 4, "u", "b.jpg", "1", "(0, 2)", "f"),
                new FoldRow(0, 5, "u", "b.jpg", "1", "(0, 2)", "f")),
            List.of());
    Folds folds = Folds.of(List.of(one, other("v", "c.jpg", "2")));
    assertThat(folds.rows()).extracting(FoldRow::line).containsExactly(4, 5, 2);
    assertThat(folds.rejects())
        .extracting(RowReject::line, RowReject::reason)
        .containsExactly(
            tuple(2, RowReason.CONFLICTING_LABELS), tuple(3, RowReason.CONFLICTING_LABELS));
    assertThat(folds.rowsIn()).isEqualTo(5);
  }

  @Test
  void aPhotoOrSubjectInTwoFoldsIsAnError() {
    FoldFile one =
        new FoldFile(0, List.of(new FoldRow(0, 2, "u", "a.jpg", "1", "35", "f")), List.of());
    assertThatThrownBy(() -> Folds.of(List.of(one, other("u", "a.jpg", "2"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("1 photo(s) are in more than one fold")
        .hasMessageContaining("u/a.jpg (fold_0_data.txt:2, fold_1_data.txt:2)");
    assertThatThrownBy(() -> Folds.of(List.of(one, other("v", "b.jpg", "1"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("1 subject(s)");
    assertThatThrownBy(() -> Folds.of(List.of(one))).hasMessageContaining("at least two");
  }

  @Test
  void namesThatDifferInCaseAreTwoFaces() {
    FoldFile one =
        new FoldFile(
            0,
            List.of(
                new FoldRow(0, 2, "u", "a.jpg", "1", "35", "f"),
                new FoldRow(0, 3, "u", "A.jpg", "1", "None", "f")),
            List.of());
    assertThat(Folds.of(List.of(one, other("v", "c.jpg", "2"))).rejects()).isEmpty();
  }

  private static FoldFile other(String user, String photo, String subject) {
    return new FoldFile(1, List.of(new FoldRow(1, 2, user, photo, subject, "35", "f")), List.of());
  }

  private static String row(String user, String photo, String subject, String age, String gender) {
    return String.join("\t", user, photo, subject, age, gender, "0", "0", "9", "9", "0", "0", "99");
  }

  private static FoldFile read(int fold, String... lines) throws IOException {
    return FoldFile.read(fold, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
