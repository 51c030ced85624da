// SPDX-License-Identifier: Apache-2.0
package io.agegender.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FoldFile;
import io.agegender.adience.sample.SampleResult;
import io.agegender.adience.sample.SampleSettings;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.hash.Sha256;
import io.agegender.foundation.progress.Progress;
import io.agegender.synthetic.people.SampleRow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticFaceTreeTest {
  @TempDir Path dir;

  @Test
  void sameSeedSameBytesOnAnyNumberOfThreads() throws Exception {
    generate(generated(30, 7, 1), "one");
    generate(generated(30, 7, 3), "three");
    generate(generated(30, 8, 3), "other");

    Map<String, String> one = digests(dir.resolve("one"));
    assertThat(one).hasSize(2 * 30 + 5 + 1).isEqualTo(digests(dir.resolve("three")));
    // Another seed gives other people, not the same ones under other names.
    assertThat(digests(dir.resolve("other")).values()).doesNotContainAnyElementsOf(one.values());
  }

  @Test
  void theTreeHasOnePictureOfEachAlignmentForEachFace() throws Exception {
    SampleResult result = generate(generated(60, 1, 2), "tree");

    Path out = dir.resolve("tree");
    List<SampleRow> rows = GivenRows.of(out);
    assertThat(result.rows()).isEqualTo(rows.size()).isGreaterThanOrEqualTo(60 + 5);
    assertThat(result.faces()).isEqualTo(60);
    assertThat(result.pictures()).isEqualTo(120);
    for (Alignment alignment : Alignment.MIXED.parts()) {
      assertThat(files(out.resolve(alignment.folder())))
          .containsExactlyInAnyOrderElementsOf(
              rows.stream()
                  .map(row -> out.resolve(row.face().path(alignment)))
                  .distinct()
                  .toList());
    }
    assertThat(files(out)).hasSize(2 * 60 + 5 + 1);
    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(out));
  }

  @Test
  void alignedPicturesAreSquareAndUnalignedOnesOftenNot() throws Exception {
    generate(generated(40, 3, 2), "tree");

    for (Path file : files(dir.resolve("tree/aligned"))) {
      BufferedImage picture = ImageIO.read(file.toFile());
      assertThat(picture.getWidth()).isEqualTo(64).isEqualTo(picture.getHeight());
      assertThat(brightnessDeviation(picture)).as(file.toString()).isGreaterThan(10);
    }
    int square = 0;
    for (Path file : files(dir.resolve("tree/faces"))) {
      BufferedImage picture = ImageIO.read(file.toFile());
      assertThat(Math.max(picture.getWidth(), picture.getHeight())).isEqualTo(64);
      square += picture.getWidth() == picture.getHeight() ? 1 : 0;
    }
    assertThat(square).isBetween(4, 24);
  }

  @Test
  void givenFoldFilesAreCopiedAndEachRowGetsItsPictures() throws Exception {
    Path folds = givenFolds();

    SampleResult result = generate(given(folds), "tree");

    assertThat(result.rows()).isEqualTo(8);
    assertThat(result.faces()).isEqualTo(7);
    assertThat(result.subjects()).isEqualTo(5);
    Path out = dir.resolve("tree");
    assertThat(out.resolve("aligned/1@N03/landmark_aligned_face.11.a_o.jpg")).exists();
    assertThat(out.resolve("faces/9@N00/coarse_tilt_aligned_face.13.c_o.jpg")).exists();
    for (int fold = 0; fold < FoldFile.FOLDS; fold++) {
      String name = FoldFile.name(fold);
      assertThat(out.resolve(name)).hasSameBinaryContentAs(folds.resolve(name));
    }
  }

  @Test
  void aDirectoryThatHoldsSomethingIsRefusedAndLeftAlone() throws Exception {
    Files.createDirectories(dir.resolve("taken"));
    Files.writeString(dir.resolve("taken/diary.txt"), "mine");

    assertThatThrownBy(() -> generate(generated(20, 1, 1), "taken"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("diary.txt");
    assertThatThrownBy(() -> generate(generated(20, 1, 1), "taken/diary.txt"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is a file");
    assertThat(files(dir)).containsExactly(dir.resolve("taken/diary.txt"));
  }

  @Test
  void anEmptyDirectoryAndTheRestOfAKilledRunAreNoHindrance() throws Exception {
    Files.createDirectories(dir.resolve("tree"));
    Files.createDirectories(dir.resolve("tree.part/faces/1@N00"));
    Files.writeString(dir.resolve("tree.part/.lock"), "");
    Files.writeString(dir.resolve("tree.part/faces/1@N00/half.jpg"), "half");

    generate(generated(20, 1, 1), "tree");

    assertThat(files(dir.resolve("tree"))).hasSize(2 * 20 + 5 + 1);
    assertThat(dir.resolve("tree.part")).doesNotExist();
  }

  @Test
  void aDirectoryOfThatNameThatWeDidNotMakeIsLeftAlone() throws Exception {
    Files.createDirectories(dir.resolve("tree.part"));
    Files.writeString(dir.resolve("tree.part/diary.txt"), "mine");

    assertThatThrownBy(() -> generate(generated(20, 1, 1), "tree"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tree.part");
    assertThat(files(dir)).containsExactly(dir.resolve("tree.part/diary.txt"));
  }

  @Test
  void twoGeneratorsOfOneTreeAreRefused() throws Exception {
    Files.createDirectories(dir.resolve("tree.part"));
    try (FileChannel channel =
            FileChannel.open(
                dir.resolve("tree.part/.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> generate(generated(20, 1, 1), "tree"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void nothingIsLeftWhenAPictureCannotBeWritten() throws Exception {
    Path folds = givenFolds();
    // A name that is too long for a file system.
    Files.writeString(
        folds.resolve("fold_4_data.txt"),
        header() + "x".repeat(300) + "@N00\tz.jpg\t99\tNone\tm\t0\t0\t1\t1\t0\t0\t9\n");

    assertThatThrownBy(() -> generate(given(folds), "tree"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("could not be written");
    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(folds));
  }

  @Test
  void badFoldFilesAreNamedWithTheirLine() throws Exception {
    Path folds = givenFolds();
    String row = "9@N00\tc_o.jpg\t13\t35\tm\t0\t0\t1\t1\t0\t0\t9\n";
    Path third = folds.resolve("fold_2_data.txt");
    Files.writeString(third, header() + row + "9@N00\tc_o.jpg\t13\t35\n");
    assertRefused(folds, "fold_2_data.txt:3: wrong-columns, 4 columns");

    Files.writeString(
        third, header() + row + "9@N00\t../../c.jpg\t13\t35\tm\t0\t0\t1\t1\t0\t0\t9\n");
    assertRefused(folds, "fold_2_data.txt:3: unsafe-name, original_image '../../c.jpg'");

    Files.writeString(third, "user_id\tage\n");
    assertRefused(folds, "fold_2_data.txt:1: this is not the header of a fold file");

    Files.delete(third);
    assertRefused(folds, "fold_2_data.txt: no such file");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThat(SettingsReader.read(Settings.defaults(), SampleSettings::read).faces())
        .isEqualTo(1500);
    assertThatThrownBy(() -> generated(3, 1, 1)).hasMessageContaining("sample.faces is 3");
    assertThatThrownBy(() -> new SampleSettings(50, 9, 1, Optional.empty(), 1))
        .hasMessageContaining("sample.size is 9");
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Settings.load(Optional.empty(), List.of("sample.threads=-1")),
                    SampleSettings::read))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--set sample.threads=-1");
  }

  private void assertRefused(Path folds, String message) {
    assertThatThrownBy(() -> generate(given(folds), "tree"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private SampleResult generate(SampleSettings settings, String name) {
    return SyntheticFaceTree.run(settings, dir.resolve(name), SyntheticFaceTreeTest::checked);
  }

  /** Five files; the first has a duplicate row. */
  private Path givenFolds() throws IOException {
    Path folds = Files.createDirectories(dir.resolve("folds"));
    String box = "\t414\t1086\t1383\t1383\t-115\t30\t17\n";
    String first = "1@N03\ta_o.jpg\t11\t(25, 23)\tf" + box;
    String second = "1@N03\tb_o.jpg\t11\t(25, 23)\tf" + box;
    String unlabelled = "2@N03\ta_o.jpg\t12\tNone\t" + box + "2@N03\tb_o.jpg\t12\tNone\t" + box;
    String[] rows = {
      first + first + second,
      unlabelled,
      "9@N00\tc_o.jpg\t13\t35\tu" + box,
      "8@N00\td_o.jpg\t14\t(60, 100)\tm" + box,
      "7@N00\te_o.jpg\t15\t(0, 2)\tu" + box
    };
    for (int fold = 0; fold < rows.length; fold++) {
      Files.writeString(folds.resolve(FoldFile.name(fold)), header() + rows[fold]);
    }
    return folds;
  }

  private static String header() {
    return String.join("\t", FoldFile.COLUMNS) + "\n";
  }

  private static SampleSettings given(Path folds) {
    return new SampleSettings(0, 48, 1, Optional.of(folds), 2);
  }

  private static SampleSettings generated(int faces, long seed, int threads) {
    return new SampleSettings(faces, 64, seed, Optional.empty(), threads);
  }

  private static Progress checked(String task, long total, String unit) {
    return new Progress() {
      @Override
      public void at(long done, String note) {
        assertThat(done).isBetween(1L, total);
      }

      @Override
      public void close() {}
    };
  }

  private static double brightnessDeviation(BufferedImage picture) {
    int pixels = picture.getWidth() * picture.getHeight();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < pixels; i++) {
      int green = picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) >> 8 & 0xff;
      sum += green;
      squares += green * green;
    }
    return Math.sqrt(squares / pixels - sum / pixels * sum / pixels);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }

  private static Map<String, String> digests(Path root) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Path file : files(root)) {
      digests.put(root.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
    }
    return digests;
  }
}
