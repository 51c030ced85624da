// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Subset;
import io.agegender.image.Pixels;
import io.agegender.jobs.SampleDataset;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LmdbCommandsTest {
  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aPreparedDatasetGoesThroughLmdbsAndBack() {
    String lmdbs = dir.resolve("lmdbs").toString();
    String again = dir.resolve("again").toString();

    assertThat(
            run(
                "export-lmdb",
                "--dataset",
                SampleDataset.path().toString(),
                "--out",
                lmdbs,
                "--alignment",
                "mixed",
                "--test-fold",
                "0,1"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("lmdb_mixed/Test_fold_is_1/gender_val_lmdb", "in 12 LMDBs and 2 mean images");
    assertThat(run("import-lmdb", "--lmdb", lmdbs, "--out", again)).as(err.toString()).isZero();

    Dataset before = Dataset.open(SampleDataset.path(), new Configuration());
    Dataset after =
        Dataset.open(new org.apache.hadoop.fs.Path("file://" + again), new Configuration());
    assertThat(after.faces()).hasSizeGreaterThan(60);
    assertSamePixelsAndLabels(before, after);
    for (int fold : List.of(0, 1)) {
      for (Target target : Target.values()) {
        for (Subset subset : List.of(Subset.TRAIN, Subset.VAL, Subset.TEST)) {
          assertThat(list(after, target, fold, subset))
              .isNotEmpty()
              .isEqualTo(list(before, target, fold, subset));
        }
      }
      assertThat(after.meanImage(Alignment.MIXED, fold).values())
          .isEqualTo(before.meanImage(Alignment.MIXED, fold).values());
    }
  }

  @Test
  void badInputIsNamedWithoutAStackTrace() {
    String target = dir.resolve("out").toString();
    assertThat(run("import-lmdb", "--lmdb", dir.toString(), "--out", target)).isEqualTo(2);
    assertThat(err.toString()).contains("none of the original's LMDBs").doesNotContain("\tat ");
    assertThat(run("export-lmdb", "--dataset", dir.toString(), "--out", target)).isEqualTo(2);
    assertThat(err.toString()).contains("is not a dataset").doesNotContain("\tat ");
    assertThat(
            run(
                "export-lmdb",
                "--dataset",
                SampleDataset.path().toString(),
                "--out",
                target,
                "--test-fold",
                "9"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'export-lmdb.test-folds' is [9]").doesNotContain("\tat ");
    assertThat(dir).isEmptyDirectory();
  }

  private static void assertSamePixelsAndLabels(Dataset before, Dataset after) {
    Map<String, Face> originals = new HashMap<>();
    before.faces().forEach(face -> originals.put(path(face), face));
    byte[] expected = new byte[Pixels.RECORD];
    byte[] actual = new byte[Pixels.RECORD];
    try (FaceReader readBefore = before.reader();
        FaceReader readAfter = after.reader()) {
      for (Face face : after.faces()) {
        Face original = originals.get(path(face));
        readBefore.read(original, expected);
        readAfter.read(face, actual);
        assertThat(actual).isEqualTo(expected);
        // LMDBs hold classes; an age without one is not in them.
        assertThat(face.labels().ageClass()).isEqualTo(original.labels().ageClass());
        assertThat(face.labels().genderClass()).isEqualTo(original.labels().genderClass());
      }
    }
  }

  private static List<String> list(Dataset dataset, Target target, int fold, Subset subset) {
    return dataset.split(target, Alignment.MIXED, fold, subset).stream()
        .map(sample -> path(dataset.faces().get(sample.face())) + " " + sample.label())
        .toList();
  }

  private static String path(Face face) {
    return face.key().path(face.alignment());
  }

  private int run(String... arguments) {
    return Cli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
