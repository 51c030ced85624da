// SPDX-License-Identifier: Apache-2.0
package io.agegender.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agegender.foundation.config.Settings;
import io.agegender.foundation.config.SettingsReader;
import io.agegender.foundation.error.FailedException;
import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.definition.ResolvedNetwork;
import io.agegender.network.definition.prototxt.OwnDefinitions;
import io.agegender.storage.FileStore;
import io.agegender.training.FloatChunks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Faces of a small network with random weights. */
class FaceExplainerTest {
  private static final ResolvedNetwork NETWORK =
      ResolvedNetwork.of(OwnDefinitions.net("lenet").network());
  private static final FaceExplainer.Subject FACE =
      new FaceExplainer.Subject("000007", "1/photo.jpg", 7, 3);

  @TempDir Path dir;

  private FaceExplainer explainer(INDArray parameters, String... settings) {
    List<String> all = new ArrayList<>(List.of("heatmap.rule=[gradient-input]"));
    all.addAll(List.of(settings));
    return new FaceExplainer(
        new FaceExplainer.Explained(
            NETWORK,
            List.of("a", "b", "c", "d", "e", "f", "g", "h"),
            FloatChunks.of(parameters),
            new MeanImage(new float[Pixels.RECORD]),
            "lenet-fold-0/0000001",
            "parameters"),
        SettingsReader.read(Settings.load(Optional.empty(), all), HeatmapSettings::read),
        FileStore.of(new org.apache.hadoop.fs.Path(dir.toUri()), new Configuration()));
  }

  private static INDArray random() {
    Nd4j.getRandom().setSeed(4);
    return Nd4j.rand(1, (int) NETWORK.parameters()).subi(0.5).muli(0.2);
  }

  /** Planes B, G, R; only R differs from the mean image. */
  private static byte[] redFace() {
    byte[] record = new byte[Pixels.RECORD];
    for (int i = 0; i < Pixels.PLANE; i++) {
      record[2 * Pixels.PLANE + i] = (byte) (1 + i % 200);
    }
    return record;
  }

  @Test
  void planesOfAMapAreRedGreenBlueAndNothingIsMadeTwice() throws IOException {
    FaceExplainer explainer = explainer(random(), "heatmap.class=\"2\"");
    assertThat(explainer.explain(redFace(), FACE)).isTrue();
    Path map = dir.resolve("maps/lenet-fold-0/0000001/gradient-input/000007-c2.npy");
    INDArray planes = Nd4j.createFromNpyFile(map.toFile());
    assertThat(planes.shape()).containsExactly(3, 28, 28);
    assertThat(planes.slice(0).amaxNumber().doubleValue()).isPositive();
    assertThat(planes.slice(1).amaxNumber().doubleValue()).isZero();
    assertThat(planes.slice(2).amaxNumber().doubleValue()).isZero();

    assertThat(explainer.explain(redFace(), FACE)).isFalse();
    byte[] other = redFace();
    other[Pixels.RECORD / 2] = 1;
    assertThat(explainer.explain(other, FACE)).isTrue();
  }

  @Test
  void aFaceWithoutFiniteScoresIsNotMade() {
    FaceExplainer explainer = explainer(random().muli(Float.POSITIVE_INFINITY));
    assertThatThrownBy(() -> explainer.explain(redFace(), FACE))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("layer conv1: a value is");
    assertThat(Files.exists(dir.resolve("rows"))).isFalse();
  }

  @Test
  void aMapWhoseLedgerIsOpenIsNotMade() {
    FaceExplainer explainer =
        explainer(random(), "heatmap.rule=[composite]", "heatmap.ledger-limit=1e-30");
    assertThatThrownBy(() -> explainer.explain(redFace(), FACE))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("1/photo.jpg, rule composite: the ledger is open by")
        .hasMessageContaining("heatmap.ledger-limit");
    assertThat(Files.exists(dir.resolve("rows"))).isFalse();
  }

  @Test
  void curvesStartWithTheScoreAndHaveAValueForEachRegion() throws IOException {
    explainer(random(), "heatmap.perturb=true", "heatmap.steps=40", "heatmap.region=4")
        .explain(redFace(), FACE);
    JsonNode row =
        new ObjectMapper()
            .readTree(dir.resolve("rows/lenet-fold-0/0000001/000007.json").toFile())
            .get("rows")
            .get(0);
    for (String order : List.of("most", "random", "least")) {
      assertThat(row.get("curves").get(order)).hasSize(41);
      assertThat(row.get("curves").get(order).get(0))
          .isEqualTo(row.get("curves").get("most").get(0));
    }
    double start = row.get("curves").get("most").get(0).doubleValue();
    assertThat(row.get("curves").get("most").get(5).doubleValue()).isLessThan(start);
    assertThat(row.get("curves").get("least").get(5).doubleValue()).isGreaterThan(start);
  }
}
