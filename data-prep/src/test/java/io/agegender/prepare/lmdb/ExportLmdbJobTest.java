// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare.lmdb;

import static io.agegender.prepare.lmdb.LmdbFixture.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceOrigin;
import io.agegender.adience.Target;
import io.agegender.caffe.BinaryProto;
import io.agegender.caffe.RealCaffe;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.format.Subset;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.UsageException;
import io.agegender.image.Pixels;
import io.agegender.prepare.lmdb.LmdbFixture.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ExportLmdbJobTest {
  @TempDir Path dir;

  private final Map<LmdbList, List<Line>> tree = LmdbFixture.alignedTree();
  private Dataset dataset;

  @BeforeEach
  void importTree() throws IOException {
    LmdbFixture.write(dir.resolve("original"), tree);
    dataset = imported("dataset");
  }

  @Test
  void whatWasImportedComesOutEntryForEntry() {
    ExportLmdbResult result = run("again");

    assertThat(result.lmdbs())
        .containsExactlyInAnyOrderElementsOf(tree.keySet().stream().map(LmdbList::folder).toList());
    assertThat(result.empty())
        .containsExactlyInAnyOrder(
            "lmdb/Test_fold_is_0/age_val_lmdb", "lmdb/Test_fold_is_1/gender_val_lmdb");
    assertThat(result.entries()).isEqualTo(18);
    for (String lmdb : result.lmdbs()) {
      assertThat(LmdbFixture.read(dir.resolve("again").resolve(lmdb)))
          .isEqualTo(LmdbFixture.read(dir.resolve("original").resolve(lmdb)));
    }
  }

  /** The number of a class means nothing without the groups that it counts. */
  @Test
  void ageGroupsOfItsOwnAndTheOriginOfTheFacesGoAlong() throws IOException {
    Path original = dir.resolve("original");
    Path record = original.resolve(LmdbOrigin.FILE);
    run("adience");
    assertThat(dir.resolve("adience").resolve(LmdbOrigin.FILE)).doesNotExist();
    String groups = "(0, 4); (5, 9); (10, 14); (15, 19); (20, 24); (25, 29); (30, 34); (35, 99)";
    Files.writeString(
        record,
        "{\"format-version\": 1, \"age-groups\": \"%s\", \"faces\": \"other-dataset\"}"
            .formatted(groups));
    dataset = imported("own");
    assertThat(dataset.classes(Target.AGE).text()).isEqualTo(groups);
    assertThat(FaceOrigin.of(FaceOrigin.KEY, dataset.manifest().recipe().settings()))
        .isEqualTo(FaceOrigin.OTHER_DATASET);
    run("again");
    assertThat(dir.resolve("again").resolve(LmdbOrigin.FILE))
        .content()
        .contains("\"age-groups\" : \"" + groups + "\"", "\"faces\" : \"other-dataset\"");

    Files.writeString(record, "{\"format-version\": 1, \"age-groups\": \"(0, 99); (4, 5)\"}");
    assertThatThrownBy(() -> imported("overlapping")).isInstanceOf(UsageException.class);
    Files.writeString(record, "no JSON");
    assertThatThrownBy(() -> imported("damaged"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(LmdbOrigin.FILE)
        .hasMessageContaining("export the LMDBs again");
  }

  private Dataset imported(String name) {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(dir.resolve(name).toUri());
    ImportLmdbJob.run(
        SettingsReader.read(Settings.defaults(), ImportLmdbSettings::read),
        dir.resolve("original"),
        root,
        new Configuration(),
        LmdbFixture::quiet);
    return Dataset.open(root, new Configuration());
  }

  @Test
  void realCaffeReadsTheSamePixelsAndLabels() throws Exception {
    run("for-caffe", "export-lmdb.targets=[gender]", "export-lmdb.subsets=[test]");
    LmdbList list = list(0, Target.GENDER, Subset.TEST);
    List<Line> lines = tree.get(list);
    Path out = Files.createDirectory(dir.resolve("read"));

    RealCaffe.command("lmdb")
        .with("lmdb", dir.resolve("for-caffe").resolve(list.folder()))
        .with("batch", lines.size())
        .with("out", out)
        .run();

    FloatBuffer data = npy(out.resolve("data.npy"));
    FloatBuffer labels = npy(out.resolve("label.npy"));
    assertThat(data.remaining()).isEqualTo(lines.size() * Pixels.RECORD);
    assertThat(labels.remaining()).isEqualTo(lines.size());
    for (Line line : lines) {
      assertThat(labels.get()).isEqualTo(line.label());
      byte[] pixels = new byte[Pixels.RECORD];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) data.get();
      }
      assertThat(pixels).isEqualTo(LmdbFixture.pixels(line.face(), line.alignment()));
    }
  }

  @Test
  void realCaffeReadsTheMeanImage() throws Exception {
    ExportLmdbResult result = run("for-caffe");
    assertThat(result.means())
        .containsExactly(
            "mean_image/Test_fold_is_0/mean.binaryproto",
            "mean_image/Test_fold_is_1/mean.binaryproto");
    Path mean = dir.resolve("for-caffe").resolve(result.means().get(1));

    RealCaffe.command("binaryproto").with("from", mean).with("to", dir.resolve("mean")).run();

    // Caffe writes the shape in its newer form; the values are the same bits.
    assertThat(
            BinaryProto.read(
                    new org.apache.hadoop.fs.Path(dir.resolve("mean").toUri()), new Configuration())
                .values())
        .isEqualTo(dataset.meanImage(Alignment.ALIGNED, 1).values());
  }

  @Test
  void theSettingsChooseTheLists() {
    ExportLmdbResult result =
        run(
            "some",
            "export-lmdb.targets=[age]",
            "export-lmdb.test-folds=[1]",
            "export-lmdb.subsets=[test, train]");

    assertThat(result.lmdbs())
        .containsExactly("lmdb/Test_fold_is_1/age_test_lmdb", "lmdb/Test_fold_is_1/age_train_lmdb");
    assertThat(result.means()).containsExactly("mean_image/Test_fold_is_1/mean.binaryproto");
  }

  @Test
  void wrongChoicesAreRefusedAndNothingIsLeft() throws Exception {
    assertRefused("no test fold 4 of aligned faces", "export-lmdb.test-folds=[4]");
    assertRefused("no test fold 0 of mixed faces", "export-lmdb.alignments=[mixed]");
    assertRefused("did you mean 'train'?", "export-lmdb.subsets=[trian]");
    assertRefused("must name at least one", "export-lmdb.targets=[]");
    assertThat(dir.resolve("out")).doesNotExist();
    assertThat(dir.resolve("out.part")).doesNotExist();

    Files.createDirectory(dir.resolve("out"));
    Files.writeString(dir.resolve("out/diary.txt"), "mine");
    assertRefused("holds something already (diary.txt)");
    assertThat(dir.resolve("out")).isDirectoryContaining(p -> p.endsWith("diary.txt"));
  }

  @Test
  void aKeyIsReadBackAndOtherTextsAreNone() {
    Line line = LmdbFixture.unaligned(LmdbFixture.ANNA, 0);
    LmdbKey key = new LmdbKey(123, line.face(), Alignment.UNALIGNED);
    assertThat(key).hasToString("00000123_1@N00/coarse_tilt_aligned_face.1.a_o.jpg");
    assertThat(LmdbKey.parse(key.toString())).contains(key);
    for (String other :
        List.of(
            "123_1@N00/coarse_tilt_aligned_face.1.a_o.jpg",
            "00000123_coarse_tilt_aligned_face.1.a_o.jpg",
            "00000123_1@N00/other_face.1.a_o.jpg",
            "00000123_../../coarse_tilt_aligned_face.1.a_o.jpg",
            "00000123_1@N00/coarse_tilt_aligned_face..a_o.jpg")) {
      assertThat(LmdbKey.parse(other)).as(other).isEmpty();
    }
  }

  private void assertRefused(String message, String... overrides) {
    assertThatThrownBy(() -> run("out", overrides))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private ExportLmdbResult run(String out, String... overrides) {
    ExportLmdbSettings settings =
        SettingsReader.read(
            Settings.load(Optional.empty(), List.of(overrides)), ExportLmdbSettings::read);
    return ExportLmdbJob.run(dataset, settings, dir.resolve(out), LmdbFixture::quiet);
  }

  /** The values of a float32 .npy file, format version 1. */
  private static FloatBuffer npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + Short.toUnsignedInt(bytes.getShort(8));
    assertThat(new String(bytes.array(), 0, header, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("'<f4'")
        .contains("'fortran_order': False");
    return bytes.position(header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
