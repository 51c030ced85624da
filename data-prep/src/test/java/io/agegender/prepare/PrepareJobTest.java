// SPDX-License-Identifier: Apache-2.0
package io.agegender.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.adience.Alignment;
import io.agegender.adience.FaceKey;
import io.agegender.adience.Target;
import io.agegender.dataset.Dataset;
import io.agegender.dataset.FaceReader;
import io.agegender.dataset.format.Face;
import io.agegender.dataset.format.Sample;
import io.agegender.dataset.format.Subset;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PrepareJobTest {
  @TempDir static Path dir;

  private static SparkSession spark;
  private static Path raw;
  private static PrepareResult result;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() {
    spark = Trees.spark("local[2]");
    raw = Trees.draw(dir.resolve("raw"), 60);
    result =
        PrepareJob.run(
            spark,
            Trees.settings("prepare.shard-records=25"),
            Trees.hadoop(raw),
            Trees.hadoop(dir.resolve("out")),
            Trees.silent());
    dataset = Dataset.open(Trees.hadoop(dir.resolve("out")), new Configuration());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void everyFaceIsStoredOnceInEachAlignment() {
    assertThat(result.faces()).isEqualTo(120).isEqualTo(dataset.faces().size());
    assertThat(result.rejected()).isZero();
    assertThat(result.unlisted()).isZero();
    assertThat(result.shardsWritten()).isEqualTo(6);
    Set<FaceKey> keys = new HashSet<>();
    dataset.faces().forEach(face -> keys.add(face.key()));
    assertThat(keys).hasSize(60);
    assertThat(dataset.faces().stream().mapToInt(Face::rows).sum())
        .isEqualTo(2 * (int) result.rows());
  }

  @Test
  void meanImageIsTheMeanOfTheTrainingList() {
    byte[] record = new byte[Pixels.RECORD];
    try (FaceReader reader = dataset.reader()) {
      for (Alignment alignment : Alignment.values()) {
        for (int fold : dataset.folds()) {
          List<Sample> train = dataset.split(Target.GENDER, alignment, fold, Subset.TRAIN);
          double[] sums = new double[Pixels.RECORD];
          for (Sample sample : train) {
            reader.read(dataset.faces().get(sample.face()), record);
            for (int i = 0; i < sums.length; i++) {
              sums[i] += record[i] & 0xFF;
            }
          }
          float[] mean = new float[Pixels.RECORD];
          for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / train.size());
          }
          assertThat(dataset.meanImage(alignment, fold)).isEqualTo(new MeanImage(mean));
        }
      }
    }
  }

  @Test
  void mixedListsPointToBothAlignments() {
    List<Sample> test = dataset.split(Target.AGE, Alignment.MIXED, 2, Subset.TEST);
    assertThat(test)
        .extracting(s -> dataset.faces().get(s.face()).alignment())
        .contains(Alignment.ALIGNED, Alignment.UNALIGNED);
    assertThat(test).allMatch(s -> dataset.faces().get(s.face()).fold() == 2);
    assertThat(test).allMatch(s -> dataset.faces().get(s.face()).label(Target.AGE) == s.label());
  }
}
