package io.agegender.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import io.agegender.run.RunName;
import io.agegender.score.Made;
import io.agegender.score.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginalResultFileTest {
  private static final String PATH =
      "./results-_mixed-vs-_unaligned/gender_finetuning_googlenet_mixed_340000.txt";

  /** As score_models.py writes it: 2 x 2 matrices, scores worked out by hand. */
  private static final String TEXT =
      """
      fold0: {"acc": 0.75, "acco": 0.5, "1off": 1.0, "1offo": 1.0} ConfMats: {"confmat": [[2, 1], [0, 1]], "confmato": [[1, 1], [1, 1]]}
      fold1: {"acc": 0.5, "acco": 0.75, "1off": 1.0, "1offo": 1.0} ConfMats: {"confmat": [[1, 1], [1, 1]], "confmato": [[2, 0], [1, 1]]}
      fold2: {"acc": 1.0, "acco": 1.0, "1off": 1.0, "1offo": 1.0} ConfMats: {"confmat": [[2, 0], [0, 2]], "confmato": [[2, 0], [0, 2]]}
      fold3: {"acc": 0.0, "acco": 0.25, "1off": 1.0, "1offo": 1.0} ConfMats: {"confmat": [[0, 2], [2, 0]], "confmato": [[0, 1], [2, 1]]}
      fold4: {"acc": 0.5, "acco": 0.5, "1off": 1.0, "1offo": 1.0} ConfMats: {"confmat": [[2, 2], [0, 0]], "confmato": [[0, 0], [2, 2]]}
      all: {"acc": "0.55 +- 0.332", "acco": "0.6 +- 0.255", "1off": "1.0 +- 0.0", "1offo": "1.0 +- 0.0"} ConfMats: {"confmat": [[7, 6], [3, 4]], "confmato": [[5, 2], [6, 7]]}"""
          .stripIndent();

  @Test
  void theOriginalsFileIsRead() {
    OriginalResult result = OriginalResultFile.read(PATH, TEXT);
    assertThat(result.run()).isEqualTo(RunName.parse("gender_finetuning_googlenet_mixed"));
    assertThat(result.testAlignment()).isEqualTo(Alignment.UNALIGNED);
    assertThat(result.iteration()).isEqualTo(340000);
    assertThat(result.folds().get(3).oversample().count(1, 0)).isEqualTo(2);
    assertThat("./" + result.path()).isEqualTo(PATH);
  }

  @Test
  void whatIsWrittenIsTheSameButForTheOrderOfKeys() {
    OriginalResult result = OriginalResultFile.read(PATH, TEXT);
    String written = OriginalResultFile.write(result);
    assertThat(written).doesNotEndWith("\n");
    assertThat(written.lines().toList().get(0))
        .isEqualTo(
            "fold0: {\"acc\": 0.75, \"1off\": 1.0, \"acco\": 0.5, \"1offo\": 1.0} ConfMats:"
                + " {\"confmat\": [[2, 1], [0, 1]], \"confmato\": [[1, 1], [1, 1]]}");
    assertThat(written.lines().toList().get(5))
        .isEqualTo(
            "all: {\"acc\": \"0.55 +- 0.332\", \"1off\": \"1.0 +- 0.0\", \"acco\": \"0.6 +- 0.255\","
                + " \"1offo\": \"1.0 +- 0.0\"} ConfMats: {\"confmat\": [[7, 6], [3, 4]],"
                + " \"confmato\": [[5, 2], [6, 7]]}");
    assertThat(OriginalResultFile.read(PATH, written)).isEqualTo(result);
  }

  @Test
  void ageIsWrittenWithItsOneOffAndReadBack() {
    List<OriginalResult.Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < 5; fold++) {
      folds.add(
          new OriginalResult.Fold(
              ConfusionMatrix.of(Target.AGE, Made.random(Target.AGE, fold, 97, 0.5, 1)),
              ConfusionMatrix.of(Target.AGE, Made.random(Target.AGE, fold, 97, 0.6, 2))));
    }
    OriginalResult result =
        new OriginalResult(RunName.parse("age_net_definitions"), Alignment.ALIGNED, 950, folds);
    assertThat(result.path()).isEqualTo("results--vs-/age_net_definitions_950.txt");
    assertThat(OriginalResultFile.read(result.path(), OriginalResultFile.write(result)))
        .isEqualTo(result);
  }

  @Test
  void brokenFilesAreNamedWithTheirLine() {
    assertBroken(TEXT.substring(0, TEXT.indexOf("fold3")), ": cut off: it has 3 lines");
    assertBroken(TEXT.replace("\"acc\": 0.5,", "\"acc\": 0.6,"), ".txt:2: broken: 'acc' is 0.6");
    assertBroken(TEXT.replace("\"acc\": 0.5,", "\"acc\": NaN,"), ".txt:2: broken");
    assertBroken(TEXT.replace("[[2, 0], [0, 2]]", "[[2, 0]]"), ".txt:3: 'confmat'");
    assertBroken(TEXT.replace("0.55 +-", "0.65 +-"), ".txt:6: broken: 'acc' is '0.65 +- 0.332'");
    assertBroken(TEXT.replace("[6, 7]]", "[6, 8]]"), ".txt:6: broken: 'confmato' is not the sum");
    assertBroken(TEXT.replace("fold4", "fold3"), ".txt:5: broken: expected 'fold4");
    assertBroken(TEXT.replace("{\"acc\": 1.0", "{\"acc\" 1.0"), ".txt:3: broken");
    assertBroken(TEXT.replace("[[1, 1], [1, 1]]", "[[0, 0], [0, 0]]"), "counts no prediction");
  }

  @Test
  void foreignNamesAreRefused() {
    assertThatThrownBy(() -> OriginalResultFile.read("age.txt", TEXT))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not named like a result file");
    assertThatThrownBy(
            () -> OriginalResultFile.read(PATH.replace("results-_mixed", "results-"), TEXT))
        .hasMessageContaining("trained on mixed faces, the folder says ''");
  }

  @Test
  void fewerFoldsHaveNoFile() {
    OriginalResult whole = OriginalResultFile.read(PATH, TEXT);
    assertThatThrownBy(
            () ->
                new OriginalResult(
                    whole.run(), whole.testAlignment(), 1, whole.folds().subList(0, 2)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("2 folds; the original's result files hold 5");
  }

  private static void assertBroken(String text, String message) {
    assertThat(text).isNotEqualTo(TEXT);
    assertThatThrownBy(() -> OriginalResultFile.read(PATH, text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
