// SPDX-License-Identifier: Apache-2.0
package io.agegender.adience.split;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldFile;
import io.agegender.adience.Folds;
import io.agegender.adience.LabelPolicy;
import io.agegender.adience.Target;
import io.agegender.testing.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged fold files and lists: rows or a message. */
class ListFuzzTest {
  @Test
  void foldFiles() throws Exception {
    byte[] spreadsheet =
        ("\ufeff" + new String(fold("7@N00"), UTF_8).replace("\n", "\r\n")).getBytes(UTF_8);
    Fuzz.of("fold", fold("7@N00"), spreadsheet).run(4000, bytes -> FoldFile.read(1, bytes));
  }

  @Test
  void lists() throws Exception {
    List<FoldFile> files = new ArrayList<>();
    files.add(FoldFile.read(1, fold("7@N00")));
    files.add(FoldFile.read(2, fold("8@N00")));
    Folds folds = Folds.of(files);
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      list.append("7@N00/landmark_aligned_face.%d.a%d.jpg %d\n".formatted(i, i, i % 2));
    }
    Fuzz.of("list", list.toString().getBytes(UTF_8))
        .run(
            4000,
            bytes ->
                new ListedSplits(folds, LabelPolicy.ORIGINAL, texts(bytes))
                    .split(Target.GENDER, Alignment.ALIGNED, 0));
  }

  /** Only the training list holds something. */
  private static ListTexts texts(byte[] bytes) {
    return new ListTexts() {
      @Override
      public List<String> lines(Alignment alignment, String path) {
        return path.endsWith("_train.txt") ? new String(bytes, UTF_8).lines().toList() : List.of();
      }

      @Override
      public String where(Alignment alignment, String path) {
        return path;
      }
    };
  }

  private static byte[] fold(String user) {
    StringBuilder text = new StringBuilder(String.join("\t", FoldFile.COLUMNS)).append('\n');
    for (int i = 0; i < 6; i++) {
      text.append(
          "%s\ta%d.jpg\t%d\t%s\t%s\t1\t2\t30\t40\t0\t0\t9\n"
              .formatted(
                  user,
                  i,
                  (user.equals("7@N00") ? 0 : 10) + i,
                  i < 3 ? "(25, 32)" : "35",
                  i % 2 == 0 ? "m" : "f"));
    }
    return text.toString().getBytes(UTF_8);
  }
}
