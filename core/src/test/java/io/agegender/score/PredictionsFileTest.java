// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Target;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsFileTest {
  private final Configuration configuration = new Configuration();
  @TempDir java.nio.file.Path dir;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    PredictionSet set = ageSet();
    PredictionsFile.write(path("a.parquet"), set, configuration);
    assertThat(PredictionsFile.read(path("a.parquet"), configuration)).isEqualTo(set);
    try (var files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("a.parquet");
    }
  }

  @Test
  void filesOfVersionsThatDidNotNoteTheBatchAreRead() {
    PredictionsHeader now = Made.header("age_net_definitions", 0, 100);
    PredictionsHeader before =
        new PredictionsHeader(
            now.run(),
            now.testFold(),
            now.subset(),
            now.testAlignment(),
            now.iteration(),
            now.dataset(),
            new PredictionsHeader.Scoring(now.scoring().weights(), OptionalInt.empty()),
            now.elsewhere());
    assertThat(before.toMetadata().keySet()).doesNotContain("agegender.batch-size");
    assertThat(now.toMetadata()).containsEntry("agegender.batch-size", "10");
    PredictionSet set =
        new PredictionSet(before, Map.of(CropMode.CENTRE, Made.rows(Target.AGE, 0, 0)));
    PredictionsFile.write(path("a.parquet"), set, configuration);
    assertThat(PredictionsFile.read(path("a.parquet"), configuration)).isEqualTo(set);
    assertThat(before.isSameWork(now)).isTrue();
  }

  @Test
  void theSamePredictionsGiveTheSameBytes() throws IOException {
    PredictionsFile.write(path("a.parquet"), ageSet(), configuration);
    PredictionsFile.write(path("b.parquet"), ageSet(), configuration);
    assertThat(dir.resolve("a.parquet")).hasSameBinaryContentAs(dir.resolve("b.parquet"));
  }

  @Test
  void aMissingACutAndAForeignFileAreNamed() throws IOException {
    assertThatThrownBy(() -> PredictionsFile.read(path("none.parquet"), configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("none.parquet: no such predictions file");
    PredictionsFile.write(path("a.parquet"), ageSet(), configuration);
    byte[] whole = Files.readAllBytes(dir.resolve("a.parquet"));
    Files.write(dir.resolve("cut.parquet"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> PredictionsFile.read(path("cut.parquet"), configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cut.parquet: cannot be read as predictions")
        .hasMessageContaining("score the run again");
    Files.writeString(dir.resolve("text.parquet"), "<html>not here</html>");
    assertThatThrownBy(() -> PredictionsFile.read(path("text.parquet"), configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("text.parquet");
  }

  @Test
  void damagedPredictionsAreThoseThatWereWrittenOrAMessage() throws Exception {
    PredictionSet set = ageSet();
    PredictionsFile.write(path("a.parquet"), set, configuration);
    io.agegender.testing.Fuzz.of("predictions", Files.readAllBytes(dir.resolve("a.parquet")))
        // A footer may say more than there is; the library believes it up to its own bounds.
        .within(5_000, 256L << 20)
        .run(
            250,
            bytes -> {
              Files.write(dir.resolve("damaged.parquet"), bytes);
              assertThat(PredictionsFile.read(path("damaged.parquet"), configuration))
                  .isEqualTo(set);
            });
  }

  @Test
  void aFlippedBitGivesTheRightValuesOrAnErrorNeverOtherOnes() throws IOException {
    PredictionSet set =
        new PredictionSet(
            Made.header("gender_net_definitions", 0, 400),
            Map.of(CropMode.CENTRE, Made.random(Target.GENDER, 0, 40, 0.6, 5)));
    PredictionsFile.write(path("a.parquet"), set, configuration);
    byte[] whole = Files.readAllBytes(dir.resolve("a.parquet"));
    int refused = 0;
    for (int at = 0; at < whole.length; at += 3) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(dir.resolve("flipped.parquet"), flipped);
      try {
        assertThat(PredictionsFile.read(path("flipped.parquet"), configuration))
            .as("byte %d", at)
            .isEqualTo(set);
      } catch (UsageException e) {
        assertThat(e).hasMessageContaining("flipped.parquet");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 3 / 2);
  }

  @Test
  void aMetadatumThatWasChangedIsDamage() throws IOException {
    PredictionsFile.write(path("a.parquet"), ageSet(), configuration);
    byte[] whole = Files.readAllBytes(dir.resolve("a.parquet"));
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("400", text.indexOf("agegender.iteration"));
    whole[at] = '7';
    Files.write(dir.resolve("a.parquet"), whole);
    assertThatThrownBy(() -> PredictionsFile.read(path("a.parquet"), configuration))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a.parquet: damaged")
        .hasMessageContaining("score the run again");
  }

  @Test
  void predictionsOfAModelOfAnotherTargetAreRefused() {
    assertThatThrownBy(
            () ->
                new PredictionSet(
                    Made.header("age_net_definitions", 0, 100),
                    Map.of(CropMode.CENTRE, Made.rows(Target.GENDER, 0, 0))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("2 probabilities, age has 8 classes")
        .hasMessageContaining("model of another target");
  }

  @Test
  void cropModesThatDisagreeAboutTheFacesAreRefused() {
    List<Prediction> two = Made.rows(Target.AGE, 0, 0, 1, 1);
    PredictionsHeader header = Made.header("age_net_definitions", 0, 100);
    assertThatThrownBy(
            () ->
                new PredictionSet(
                    header, Map.of(CropMode.CENTRE, two, CropMode.OVERSAMPLE, two.subList(0, 1))))
        .hasMessageContaining("1 predictions with crops oversample, 2 with others");
    assertThatThrownBy(
            () ->
                new PredictionSet(
                    header,
                    Map.of(
                        CropMode.CENTRE,
                        two,
                        CropMode.OVERSAMPLE,
                        List.of(two.get(1), two.get(0)))))
        .hasMessageContaining("row 0 is face 1 with crops oversample, face 0 with others");
    assertThatThrownBy(() -> new PredictionSet(header, Map.of(CropMode.CENTRE, List.of())))
        .hasMessageContaining("no predictions");
  }

  private static PredictionSet ageSet() {
    List<Prediction> centre = Made.random(Target.AGE, 2, 300, 0.6, 5);
    return new PredictionSet(
        Made.header("age_net_definitions_mixed", 2, 400),
        Map.of(
            CropMode.CENTRE, centre, CropMode.OVERSAMPLE, Made.random(Target.AGE, 2, 300, 0.7, 6)));
  }

  private Path path(String name) {
    return new Path(dir.resolve(name).toUri());
  }
}
