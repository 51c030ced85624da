// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static io.agegender.prepare.lmdb.LmdbFixture.ANNA;
import static io.agegender.prepare.lmdb.LmdbFixture.ANNA_AGAIN;
import static io.agegender.prepare.lmdb.LmdbFixture.BEN;
import static io.agegender.prepare.lmdb.LmdbFixture.CARL;
import static io.agegender.prepare.lmdb.LmdbFixture.DORA;
import static io.agegender.prepare.lmdb.LmdbFixture.aligned;
import static io.agegender.prepare.lmdb.LmdbFixture.list;
import static io.agegender.prepare.lmdb.LmdbFixture.unaligned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.Verifier;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Pixels;
import io.agegender.prepare.lmdb.LmdbFixture.Line;
import io.agegender.storage.FileStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ImportLmdbJobTest {
  private static final LmdbList TEST = list(0, Target.AGE, Subset.TEST);

  @TempDir Path dir;

  @Test
  void eachFaceIsStoredOnceAndTheListsAreThoseOfTheLmdbs() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());

    ImportLmdbResult result = run();

    assertThat(result.lmdbs()).isEqualTo(10);
    assertThat(result.counts().entries()).isEqualTo(18);
    assertThat(result.counts().faces()).isEqualTo(5);
    assertThat(result.counts().rejected()).isZero();
    assertThat(result.counts().skipped()).isZero();
    assertThat(result.counts().conflicts()).isZero();
    assertThat(result.missing())
        .containsExactly("lmdb/Test_fold_is_0/age_val_lmdb", "lmdb/Test_fold_is_1/gender_val_lmdb");
    Dataset dataset = dataset();
    assertThat(dataset.manifest().sha256()).isEqualTo(result.identity());
    assertThat(dataset.manifest().alignments()).containsExactly(Alignment.ALIGNED);
    assertThat(dataset.folds()).containsExactly(0, 1);
    assertThat(dataset.faces())
        .extracting(Face::key)
        .containsExactly(ANNA, ANNA_AGAIN, BEN, CARL, DORA);
    assertThat(dataset.faces()).extracting(Face::fold).containsExactly(0, 0, 0, 1, 1);
    assertThat(dataset.faces())
        .extracting(f -> f.label(Target.AGE))
        .containsExactly(0, -1, 4, 7, -1);
    assertThat(dataset.faces())
        .extracting(f -> f.label(Target.GENDER))
        .containsExactly(1, 1, 0, 0, 1);
    assertThat(dataset.faces())
        .extracting(f -> f.labels().age())
        .containsExactly("(0, 2)", "", "(25, 32)", "(60, 100)", "");
    assertThat(dataset.faces()).extracting(Face::rows).containsExactly(1, 1, 1, 2, 1);
    assertThat(samples(dataset, TEST)).containsExactly(new Sample(2, 4), new Sample(0, 0));
    assertThat(samples(dataset, list(0, Target.AGE, Subset.TRAIN)))
        .containsExactly(new Sample(3, 7), new Sample(3, 7));
    assertThat(samples(dataset, list(0, Target.AGE, Subset.VAL))).isEmpty();
    assertThat(samples(dataset, list(1, Target.GENDER, Subset.TEST)))
        .containsExactly(new Sample(4, 1), new Sample(3, 0));
    assertRecordsAreTheLmdbs(dataset);
  }

  @Test
  void theMeanImageIsThatOfTheGenderTrainingList() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    run();

    float[] mean = dataset().meanImage(Alignment.ALIGNED, 0).values();
    byte[] carl = LmdbFixture.pixels(CARL, Alignment.ALIGNED);
    byte[] dora = LmdbFixture.pixels(DORA, Alignment.ALIGNED);
    for (int i = 0; i < mean.length; i += 997) {
      assertThat(mean[i]).isEqualTo(((carl[i] & 0xff) + (dora[i] & 0xff)) / 2f);
    }
  }

  @Test
  void mixedLmdbsGiveBothAlignmentsAndEncodedEntriesTheSamePixels() throws Exception {
    List<Line> test = List.of(unaligned(ANNA, 0), aligned(ANNA, 0));
    List<Line> train = List.of(aligned(CARL, 7), unaligned(CARL, 7));
    for (LmdbList list :
        LmdbList.all(List.of(Alignment.MIXED), List.of(0)).stream()
            .filter(l -> l.target() == Target.AGE && l.subset() != Subset.TRAIN_SUBSET)
            .toList()) {
      List<Line> lines = list.subset() == Subset.TEST ? test : train;
      Map<String, byte[]> values = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        Line line = lines.get(i);
        // Raw in the validation list, PNG in the others.
        Datum datum = list.subset() == Subset.VAL ? LmdbFixture.raw(line) : LmdbFixture.png(line);
        values.put(LmdbFixture.key(i, line), datum.message());
      }
      LmdbFixture.writeOne(root().resolve(list.folder()), values);
    }

    ImportLmdbResult result = run();

    assertThat(result.counts().conflicts()).isZero();
    assertThat(result.counts().faces()).isEqualTo(4);
    Dataset dataset = dataset();
    assertThat(dataset.manifest().alignments()).containsExactly(Alignment.MIXED);
    assertThat(dataset.faces())
        .extracting(Face::alignment)
        .containsExactly(
            Alignment.ALIGNED, Alignment.ALIGNED, Alignment.UNALIGNED, Alignment.UNALIGNED);
    // A face in no test list has no known fold.
    assertThat(dataset.faces()).extracting(Face::fold).containsExactly(-1, 0, -1, 0);
    assertThat(dataset.split(Target.AGE, Alignment.MIXED, 0, Subset.TEST))
        .containsExactly(new Sample(3, 0), new Sample(1, 0));
    assertRecordsAreTheLmdbs(dataset);
  }

  @Test
  void mixedLmdbsThatTestOtherFacesAreRefused() throws Exception {
    Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
    for (int fold = 0; fold < 2; fold++) {
      for (Subset subset : List.of(Subset.TEST, Subset.TRAIN)) {
        tree.put(
            new LmdbList(Alignment.MIXED, fold, Target.AGE, subset),
            (fold == 0) == (subset == Subset.TEST)
                ? List.of(aligned(ANNA, 0), unaligned(ANNA, 0))
                : List.of(aligned(CARL, 7), unaligned(CARL, 7)));
      }
    }
    LmdbFixture.write(root(), tree);

    assertRefused("the age test LMDBs in lmdb_mixed have 2 faces of aligned, those in lmdb have 4");

    run("import-lmdb.alignments=[mixed]");
    assertRecordsAreTheLmdbs(dataset());
    assertThat(dataset().faces()).hasSize(4);
  }

  @Test
  void sameLmdbsSameDataset() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    String first = run().identity();

    String second =
        ImportLmdbJob.run(settings(), root(), path("again"), conf(), LmdbFixture::quiet).identity();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void conflictsAreReportedOrRefused() throws Exception {
    Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
    // Ben is another class in the validation list of fold 1 than in the test list of fold 0.
    tree.put(list(1, Target.AGE, Subset.VAL), List.of(aligned(BEN, 5)));
    LmdbFixture.write(root(), tree);
    Line anna = aligned(ANNA, 0);
    byte[] other = LmdbFixture.raw(anna).message();
    other[other.length - 100]++;
    replace(list(1, Target.AGE, Subset.TRAIN), Map.of(LmdbFixture.key(0, anna), other));

    assertThatThrownBy(() -> run("import-lmdb.conflicts=refuse"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("2 entries contradict")
        .hasMessageContaining("age_train_lmdb 00000000_1@N00/landmark_aligned_face.1.a_o.jpg");
    assertThat(dir.resolve("dataset")).doesNotExist();

    ImportLmdbResult result = run();

    assertThat(result.counts().conflicts()).isEqualTo(2);
    assertThat(Files.readAllLines(dir.resolve("dataset").resolve(ImportLmdbJob.CONFLICTS)))
        .hasSize(3)
        .anyMatch(line -> line.contains("\tpixels\tCRC-32C "))
        .anyMatch(line -> line.contains("\tage\tlabel 5\t4 in lmdb/Test_fold_is_0/age_test_lmdb"));
    // The first one counts, in every list.
    assertRecordsAreTheLmdbs(dataset());
    assertThat(dataset().faces().get(2).label(Target.AGE)).isEqualTo(4);
    assertThat(samples(dataset(), list(1, Target.AGE, Subset.VAL)))
        .containsExactly(new Sample(2, 4));
  }

  @Test
  void entriesThatCannotBeUsedHaveTheirReason() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    Line ben = aligned(BEN, 4);
    Line anna = aligned(ANNA, 0);
    byte[] whole = LmdbFixture.raw(ben).message();
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
    Datum small = new Datum(3, 2, 2, new byte[12], 4, false);
    Datum floats = new Datum(3, 256, 256, new byte[0], 4, false);
    Datum noPicture = new Datum(3, 256, 256, new byte[] {1, 2, 3}, 4, true);
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put(LmdbFixture.key(0, ben), whole);
    values.put(LmdbFixture.key(1, ben), cut);
    values.put(LmdbFixture.key(2, ben), small.message());
    values.put(LmdbFixture.key(3, ben), floats.message());
    values.put(LmdbFixture.key(4, ben), noPicture.message());
    values.put(LmdbFixture.key(5, unaligned(BEN, 4)), whole);
    values.put(LmdbFixture.key(6, aligned(BEN, 8)), LmdbFixture.raw(aligned(BEN, 8)).message());
    // Lines 7 and 8 are pictures that convert_imageset could not read.
    values.put(LmdbFixture.key(9, anna), LmdbFixture.raw(anna).message());
    values.put("short", whole);
    replace(TEST, values);

    assertThatThrownBy(this::run)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("7 of 25 entries")
        .hasMessageContaining(
            "{BAD_PICTURE=1, LABEL_OUT_OF_RANGE=1, NOT_A_DATUM=1, UNKNOWN_KEY=1, WRONG_ALIGNMENT=1, WRONG_SHAPE=2}")
        .hasMessageContaining(
            "age_test_lmdb 00000001_1@N00/landmark_aligned_face.2.b_o.jpg: NOT_A_DATUM");

    ImportLmdbResult result = run("import-lmdb.max-rejected-share=0.5");

    assertThat(result.counts().rejected()).isEqualTo(7);
    assertThat(result.counts().skipped()).isEqualTo(2);
    assertThat(samples(dataset(), TEST)).containsExactly(new Sample(2, 4), new Sample(0, 0));
  }

  @Test
  void testFacesThatAreTrainedOnAreRefused() throws Exception {
    Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
    tree.put(list(0, Target.AGE, Subset.TRAIN), List.of(aligned(CARL, 7), aligned(ANNA_AGAIN, 0)));
    LmdbFixture.write(root(), tree);

    assertThatThrownBy(this::run)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("test fold 0 is not separate");
    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(root()));
  }

  @Test
  void aFaceTestedInTwoFoldsIsRefused() throws Exception {
    Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
    tree.put(list(1, Target.AGE, Subset.TEST), List.of(aligned(BEN, 4)));
    LmdbFixture.write(root(), tree);

    assertRefused("Test_fold_is_1/age_test_lmdb tests");
  }

  @Test
  void whatIsNoTreeOfLmdbsIsRefused() throws Exception {
    assertRefused("no such directory");

    Files.createDirectories(root());
    assertRefused("has none of the original's LMDBs, such as lmdb/Test_fold_is_0/age_test_lmdb");

    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    Path data = root().resolve(TEST.folder()).resolve(LmdbReader.DATA);
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.write(new byte[8192]);
    }
    assertRefused(data + " is not an LMDB that can be read: it does not begin");

    Files.delete(data);
    LmdbFixture.write(root(), Map.of(TEST, LmdbFixture.alignedTree().get(TEST)));
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.setLength(file.length() - 4096);
    }
    assertRefused(data + " is not an LMDB that can be read: it is truncated");
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.setLength(4100);
    }
    assertRefused("its second header is missing; copy it again");

    Files.delete(data);
    assertRefused("is not an LMDB: it has no data.mdb");
  }

  @Test
  void anAlignmentWithoutOneOfTheTestFoldsIsRefused() throws Exception {
    Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
    tree.put(
        new LmdbList(Alignment.UNALIGNED, 0, Target.AGE, Subset.TRAIN),
        List.of(unaligned(CARL, 7)));
    LmdbFixture.write(root(), tree);

    assertRefused("no training LMDB in lmdb_unaligned/Test_fold_is_1");

    run("import-lmdb.alignments=[aligned]", "import-lmdb.test-folds=[1]");
    assertThat(dataset().folds()).containsExactly(1);
  }

  @Test
  void aFolderThatHoldsSomethingIsRefusedAndLeftAlone() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    Files.createDirectories(dir.resolve("dataset"));
    Files.writeString(dir.resolve("dataset/diary.txt"), "mine");

    assertRefused("holds something already");
    assertThat(dir.resolve("dataset/diary.txt")).hasContent("mine");
  }

  @Test
  void anLmdbThatCannotBeWrittenToIsReadAllTheSame() throws Exception {
    LmdbFixture.write(root(), LmdbFixture.alignedTree());
    Path folder = root().resolve(TEST.folder());
    Files.delete(folder.resolve("lock.mdb"));

    run();

    assertThat(folder.resolve("lock.mdb")).doesNotExist();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::run).isInstanceOf(UsageException.class).hasMessageContaining(message);
  }

  /** Also the dataset passes every check of the verifier. */
  private void assertRecordsAreTheLmdbs(Dataset dataset) {
    Verifier verifier = Verifier.of(FileStore.of(dataset.root(), conf()));
    Map<Integer, List<Face>> index = verifier.index();
    assertThat(verifier.contents()).isEmpty();
    assertThat(verifier.tables())
        .isNotEmpty()
        .allSatisfy(t -> assertThat(verifier.file(t)).isEmpty());
    assertThat(dataset.manifest().shards())
        .allSatisfy(s -> assertThat(verifier.shard(s, index.get(s.number()))).isEmpty());
    byte[] record = new byte[Pixels.RECORD];
    try (FaceReader reader = dataset.reader()) {
      for (Face face : dataset.faces()) {
        reader.read(face, record);
        assertThat(record).isEqualTo(LmdbFixture.pixels(face.key(), face.alignment()));
      }
    }
  }

  private void replace(LmdbList list, Map<String, byte[]> values) throws IOException {
    Path folder = root().resolve(list.folder());
    Files.delete(folder.resolve("data.mdb"));
    Files.delete(folder.resolve("lock.mdb"));
    LmdbFixture.writeOne(folder, values);
  }

  private static List<Sample> samples(Dataset dataset, LmdbList list) {
    return dataset.split(list.target(), list.alignment(), list.testFold(), list.subset());
  }

  private ImportLmdbResult run(String... overrides) {
    return ImportLmdbJob.run(
        settings(overrides), root(), path("dataset"), conf(), LmdbFixture::quiet);
  }

  private static ImportLmdbSettings settings(String... overrides) {
    return SettingsReader.read(
        Settings.load(Optional.empty(), List.of(overrides)), ImportLmdbSettings::read);
  }

  private Dataset dataset() {
    return Dataset.open(path("dataset"), conf());
  }

  private Path root() {
    return dir.resolve("original");
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
  }

  private static Configuration conf() {
    return new Configuration();
  }
}
