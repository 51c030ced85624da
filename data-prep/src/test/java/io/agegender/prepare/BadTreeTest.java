// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.dataset.Dataset;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.verdict.PictureReason;
import io.agegender.storage.FaultyFileSystem;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A raw tree with everything in it that should not be. */
@Tag("slow")
class BadTreeTest {
  @TempDir Path dir;

  private static SparkSession spark;
  private Path raw;

  @BeforeAll
  static void start() {
    spark = Trees.spark("local[2,1]");
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void draw() {
    raw = Trees.draw(dir.resolve("raw"), 24);
  }

  @AfterEach
  void heal() {
    FaultyFileSystem.heal();
  }

  @Test
  void everyBadPictureHasItsReasonAndTheSumsHold() throws IOException {
    List<Path> aligned = pictures("aligned");
    Map<String, String> expected = new TreeMap<>();
    Path outside = Files.copy(aligned.get(0), dir.resolve("outside.jpg"));
    byte[] jpeg = Files.readAllBytes(aligned.get(0));

    spoil(aligned.get(0), PictureReason.MISSING, expected, Files::delete);
    spoil(aligned.get(1), PictureReason.EMPTY, expected, p -> Files.write(p, new byte[0]));
    spoil(
        aligned.get(2),
        PictureReason.NOT_AN_IMAGE,
        expected,
        p -> Files.writeString(p, "<html>Not Found</html>"));
    spoil(
        aligned.get(3),
        PictureReason.TRUNCATED,
        expected,
        p -> Files.write(p, java.util.Arrays.copyOf(jpeg, jpeg.length - 30)));
    spoil(
        aligned.get(4),
        PictureReason.NOT_A_FILE,
        expected,
        p -> {
          Files.delete(p);
          Files.createDirectory(p);
        });
    spoil(
        aligned.get(5),
        PictureReason.OUTSIDE_ROOT,
        expected,
        p -> {
          Files.delete(p);
          Files.createSymbolicLink(p, outside);
        });
    // A link that stays inside is a picture like any other.
    Files.delete(aligned.get(6));
    Files.createSymbolicLink(aligned.get(6), aligned.get(7));
    Files.write(raw.resolve("aligned/nobody.jpg"), jpeg);
    Files.createDirectories(raw.resolve("aligned/99@N00"));
    Files.write(raw.resolve("aligned/99@N00/stranger.jpg"), jpeg);

    PrepareResult result = prepare(raw, "prepare.max-rejected-share=0.5");

    List<Row> rejects =
        spark.read().parquet(dir.resolve("out/rejects.parquet").toString()).collectAsList();
    Map<String, String> found =
        rejects.stream()
            .filter(r -> r.getString(0).equals("rejected"))
            .collect(
                Collectors.toMap(
                    r -> r.getString(6), r -> r.getString(1), (a, b) -> a, TreeMap::new));
    assertThat(found).isEqualTo(expected);
    assertThat(rejects)
        .filteredOn(r -> r.getString(0).equals("unlisted"))
        .extracting(r -> r.getString(6))
        .containsExactly("aligned/99@N00/stranger.jpg");
    assertThat(result.unlisted()).isEqualTo(1);
    assertThat(result.faces()).isEqualTo(48 - 6);
    // Accounting's constructor refuses sums that do not hold; the numbers are those of the table.
    assertThat(result.accounting())
        .contains("EMPTY ")
        .contains("MISSING ")
        .contains("OUTSIDE_ROOT ");
    assertThat(VerifyJob.run(spark, Trees.hadoop(dir.resolve("out")), Trees.silent()).problems())
        .isEmpty();
  }

  @Test
  void theFoldersOfPicturesMayBeLinksToAnotherDiskAndAMissingFoldFileIsTold() throws Exception {
    for (String folder : List.of("faces", "aligned")) {
      Path elsewhere = Files.createDirectories(dir.resolve("disk-of-" + folder)).resolve("here");
      Files.move(raw.resolve(folder), elsewhere);
      Files.createSymbolicLink(raw.resolve(folder), elsewhere);
    }
    Files.move(raw.resolve("fold_4_data.txt"), raw.resolve("fold_4_data (1).txt"));

    PrepareResult result = prepare(raw);

    assertThat(result.rejected()).isZero();
    assertThat(result.unlisted()).isPositive();
    Configuration conf = new Configuration();
    FileStore out = FileStore.of(Trees.hadoop(dir.resolve("out")), conf);
    RawTree tree = RawTree.open(Trees.hadoop(raw), conf);
    assertThat(
            new PrepareInput.Tree(
                    tree,
                    tree.folds(),
                    Trees.settings(),
                    (target, alignment, testFold) -> {
                      throw new IllegalStateException("no list is asked for");
                    })
                .warnings(Dataset.open(out.root(), conf).manifest(), out))
        .anyMatch(w -> w.contains("no fold_4_data.txt") && w.contains("fold_4_data (1).txt"))
        .anyMatch(w -> w.contains("no fold file lists"));
  }

  @Test
  void aPictureThatCannotBeReadOrChangesIsRejected() throws IOException {
    Path picture = pictures("faces").get(3);
    FaultyFileSystem.set(
        FaultyFileSystem.Fault.THROWS,
        Integer.MAX_VALUE,
        name -> name.endsWith(picture.getFileName().toString()));
    PrepareJob.run(
        spark,
        Trees.settings("prepare.max-rejected-share=0.5"),
        FaultyFileSystem.path(raw),
        Trees.hadoop(dir.resolve("out")),
        Trees.silent());
    assertThat(spark.read().parquet(dir.resolve("out/rejects.parquet").toString()).collectAsList())
        .anyMatch(
            r ->
                r.getString(1).equals("UNREADABLE")
                    && r.getString(7).contains("Input/output error"));

    FaultyFileSystem.heal();
    FaceKey key = faceOf(picture);
    long length = Files.size(picture);
    long modified = Files.getLastModifiedTime(picture).toMillis();
    RawPictures pictures = RawPictures.open(Trees.hadoop(raw).toString(), new Configuration());
    assertThat(pictures.read(new Candidate(key, 0, Alignment.UNALIGNED, length, modified)))
        .isInstanceOf(RawPictures.Content.Bytes.class);
    for (Candidate changed :
        List.of(
            new Candidate(key, 0, Alignment.UNALIGNED, length - 1, modified),
            new Candidate(key, 0, Alignment.UNALIGNED, length + 1, modified),
            new Candidate(key, 0, Alignment.UNALIGNED, length, modified - 5000),
            new Candidate(
                new FaceKey(key.user(), "gone.jpg", "1"), 0, Alignment.UNALIGNED, 9, 9))) {
      assertThat(pictures.read(changed))
          .isInstanceOfSatisfying(
              RawPictures.Content.None.class,
              none -> assertThat(none.why().reason()).isEqualTo(PictureReason.CHANGED_WHILE_READ));
    }
  }

  @Test
  void namesMayHoldAnyCharacter() throws IOException {
    String user = "12:3@N%41*[x] y";
    String photo = "1%2:3*[4]@ #?ä.jpg";
    String other = photo.replace('ä', 'Ä');
    for (Alignment alignment : Alignment.MIXED.parts()) {
      byte[] jpeg = Files.readAllBytes(pictures(alignment.folder()).get(0));
      for (String name : List.of(photo, other)) {
        Path path = raw.resolve(new FaceKey(user, name, "77777").path(alignment));
        Files.createDirectories(path.getParent());
        Files.write(path, jpeg);
      }
    }
    append(
        0,
        String.join("\t", user, photo, "77777", "(25, 32)", "f", "0\t0\t9\t9\t0\t0\t99"),
        String.join("\t", user, other, "77777", "(25, 32)", "f", "0\t0\t9\t9\t0\t0\t99"));
    PrepareResult result = prepare(raw);
    assertThat(result.rejected()).isZero();
    Dataset dataset = Dataset.open(Trees.hadoop(dir.resolve("out")), new Configuration());
    assertThat(dataset.faces())
        .filteredOn(f -> f.key().user().equals(user))
        .extracting(face -> face.key().photo())
        .containsExactly(other, photo, other, photo);
  }

  @Test
  void badRowsAreAccountedFor() throws IOException {
    append(
        1,
        "too\tfew",
        String.join("\t", "..", "a.jpg", "1", "35", "m", "0\t0\t9\t9\t0\t0\t99"),
        String.join("\t", "9@N0", "none.jpg", "5555", "None", "u", "0\t0\t9\t9\t0\t0\t99"));
    PrepareResult result = prepare(raw, "prepare.max-rejected-share=0.5");
    // Two rows in both alignments, and the pictures of the third.
    assertThat(result.rejected()).isEqualTo(2 * 2 + 2);
    assertThat(result.accounting())
        .contains("UNSAFE_NAME 1")
        .contains("WRONG_COLUMNS 1")
        .contains("MISSING 1")
        .contains("MISSING 2");
  }

  @Test
  void aFoldWithOneClassIsTestedAllTheSame() throws IOException {
    Path fold = raw.resolve("fold_2_data.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(fold));
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      cells[4] = "f";
      lines.set(i, String.join("\t", cells));
    }
    Files.write(fold, lines);
    prepare(raw);
    Dataset dataset = Dataset.open(Trees.hadoop(dir.resolve("out")), new Configuration());
    assertThat(
            dataset.split(
                io.agegender.adience.Target.GENDER,
                Alignment.ALIGNED,
                2,
                io.agegender.dataset.format.Subset.TEST))
        .isNotEmpty()
        .allMatch(s -> s.label() == 1);
  }

  @Test
  void listsOfTheOriginalAreCheckedLineByLine() throws IOException {
    Path lists = dir.resolve("lists");
    for (String set : List.of("aligned", "unaligned", "mixed")) {
      for (int fold = 0; fold < 5; fold++) {
        Path folder = Files.createDirectories(lists.resolve(set + "/test_fold_is_" + fold));
        for (String target : List.of("age", "gender")) {
          for (String list : List.of("train", "val", "train_subset", "test")) {
            Files.writeString(folder.resolve(target + "_" + list + ".txt"), "");
          }
        }
      }
    }
    Path train = lists.resolve("aligned/test_fold_is_0/age_train.txt");
    Files.writeString(train, "1@N0/landmark_aligned_face.1.a b.jpg 3\n");
    assertThatThrownBy(() -> prepareWith(lists))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("age_train.txt:1")
        .hasMessageContaining("no row of the fold files is about")
        .hasMessageContaining("a b.jpg");
    Files.writeString(train, "nonsense\n");
    assertThatThrownBy(() -> prepareWith(lists))
        .hasMessageContaining("age_train.txt:1: 'nonsense'");
    String[] row = Files.readAllLines(raw.resolve("fold_1_data.txt")).get(1).split("\t", -1);
    String name = "%s/landmark_aligned_face.%s.%s".formatted(row[0], row[2], row[1]);
    Files.writeString(train, name + " 8\n");
    assertThatThrownBy(() -> prepareWith(lists))
        .hasMessageContaining("class 8 does not fit the label")
        .hasMessageContaining("fold_1_data.txt:2");
    Files.writeString(train, "");
    Files.writeString(lists.resolve("aligned/test_fold_is_0/age_test.txt"), name + " 0\n");
    assertThatThrownBy(() -> prepareWith(lists)).hasMessageContaining("is of fold 1");
    Files.delete(train);
    assertThatThrownBy(() -> prepareWith(lists)).hasMessageContaining("no such list");
    assertThatThrownBy(() -> prepareWith(dir.resolve("nowhere")))
        .hasMessageContaining("prepare.splits.lists");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  private interface Spoiler {
    void spoil(Path picture) throws IOException;
  }

  private void spoil(
      Path picture, PictureReason reason, Map<String, String> expected, Spoiler spoiler)
      throws IOException {
    spoiler.spoil(picture);
    expected.put(raw.relativize(picture).toString(), reason.name());
  }

  private static FaceKey faceOf(Path picture) {
    String[] parts = picture.getFileName().toString().split("\\.", 3);
    return new FaceKey(picture.getParent().getFileName().toString(), parts[2], parts[1]);
  }

  private void append(int fold, String... rows) throws IOException {
    Path file = raw.resolve("fold_" + fold + "_data.txt");
    Files.writeString(
        file, Files.readString(file) + String.join("\n", rows) + "\n", StandardCharsets.UTF_8);
  }

  private List<Path> pictures(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(raw.resolve(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private PrepareResult prepareWith(Path lists) {
    return prepare(raw, "prepare.splits.source=original-lists", "prepare.splits.lists=" + lists);
  }

  private PrepareResult prepare(Path tree, String... settings) {
    return PrepareJob.run(
        spark,
        Trees.settings(settings),
        Trees.hadoop(tree),
        Trees.hadoop(dir.resolve("out")),
        Trees.silent());
  }
}
