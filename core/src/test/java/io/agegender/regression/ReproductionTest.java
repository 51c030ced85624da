// SPDX-License-Identifier: Apache-2.0
package io.agegender.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.network.LayerSpan;
import io.agegender.regression.Reproduction.Part;
import io.agegender.run.MetricsLog;
import io.agegender.training.FloatChunks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReproductionTest {
  private static final List<LayerSpan> LAYERS =
      List.of(new LayerSpan("conv1", 0, 2), new LayerSpan("fc6", 2, 3));

  @Test
  void oneFlippedBitIsDriftAndItsLayerIsNamed() {
    float[] values = {3, 4, 1, 2, 2};
    float[] flipped = values.clone();
    flipped[1] = Float.intBitsToFloat(Float.floatToRawIntBits(4) ^ 1);
    List<Deviation> compared = ParameterComparison.of(chunks(values), chunks(flipped), LAYERS);
    assertThat(compared).hasSize(1);
    Deviation conv1 = compared.get(0);
    assertThat(conv1.measure()).isEqualTo(Measure.Kind.PARAMETERS.of("conv1"));
    assertThat(conv1.text()).contains("1 of", " 2 differ", "largest 4.77e-07");
    assertThat(conv1.size()).isEqualTo((flipped[1] - 4.0) / 5.0);

    Reproduction reproduction = reproduction(compared, 2.0, 2.0, Band.ZERO);
    assertThat(reproduction.agreement()).isEqualTo(Agreement.DRIFT);
    assertThat(String.join("\n", reproduction.lines()))
        .contains("conv1")
        .contains("1 of")
        .doesNotContain("fc6")
        .contains("nd4j.classifier: linux-x86_64-onednn-avx2, now linux-x86_64");
  }

  @Test
  void theSameBitsAreIdentical() {
    FloatChunks values = chunks(3, 4, 1, 2, 2);
    Reproduction same =
        reproduction(ParameterComparison.of(values, values, LAYERS), 2.0, 2.0, Band.ZERO);
    assertThat(same.agreement()).isEqualTo(Agreement.IDENTICAL);
  }

  @Test
  void aBandHoldsSmallDifferencesAndNothingElse() {
    FloatChunks before = chunks(3, 4, 1, 2, 2);
    FloatChunks near = chunks(3, 4.0005f, 1, 2, 2);
    Band band = new Band(1e-3, 0.01, 0);
    List<Deviation> compared = ParameterComparison.of(before, near, LAYERS);
    assertThat(reproduction(compared, 2.0, 2.005, band).agreement())
        .isEqualTo(Agreement.WITHIN_BAND);
    assertThat(reproduction(compared, 2.0, 2.02, band).agreement()).isEqualTo(Agreement.DRIFT);
    List<Deviation> far = ParameterComparison.of(before, chunks(3, 5, 1, 2, 2), LAYERS);
    assertThat(reproduction(far, 2.0, 2.0, band).agreement()).isEqualTo(Agreement.DRIFT);
    List<Deviation> broken = ParameterComparison.of(before, chunks(3, Float.NaN, 1, 2, 2), LAYERS);
    assertThat(reproduction(broken, 2.0, 2.0, band).agreement()).isEqualTo(Agreement.DRIFT);
    // A hash alone cannot be within a band.
    assertThat(reproduction(ParameterComparison.ofHashes("a", "b"), 2.0, 2.0, band).agreement())
        .isEqualTo(Agreement.DRIFT);
  }

  @Test
  void aRoundOfFewerImagesIsNoMatterOfABand() {
    Part rounds =
        RoundComparison.of(
            List.of(new MetricsLog.Row(2, 2.0, 0.1, 8, 1)),
            List.of(new MetricsLog.Row(2, 2.0, 0.1, 6, 1)));
    assertThat(rounds.deviations())
        .extracting(Deviation::toString)
        .containsExactly("images to iteration 2: 8.0, now 6.0");
    Reproduction reproduction =
        new Reproduction("run", 2, List.of(), List.of(rounds), List.of(), new Band(1, 1, 1));
    assertThat(reproduction.agreement()).isEqualTo(Agreement.DRIFT);
  }

  @Test
  void theLikeliestCauseComesFirst() {
    assertThat(
            Difference.between(
                Map.of(
                    "spark.application",
                    "1",
                    "spark.master",
                    "local[2]",
                    "git.commit.id.full",
                    "a",
                    "nd4j.blas",
                    "x"),
                Map.of(
                    "spark.master",
                    "local[4]",
                    "git.commit.id.full",
                    "b",
                    "nd4j.blas",
                    "x",
                    "spark.application",
                    "2",
                    "settings.seed",
                    "8")))
        .extracting(Difference::name)
        .containsExactly("settings.seed", "git.commit.id.full", "spark.master");
  }

  private static Reproduction reproduction(
      List<Deviation> parameters, double lossBefore, double lossNow, Band band) {
    return new Reproduction(
        "age_net_definitions/fold-0",
        2,
        List.of(),
        List.of(
            new Part("parameters after iteration 2", "sha256 a", parameters),
            RoundComparison.of(
                List.of(new MetricsLog.Row(2, lossBefore, 0.1, 8, 1)),
                List.of(new MetricsLog.Row(2, lossNow, 0.1, 8, 3)))),
        Difference.between(
            Map.of("nd4j.classifier", "linux-x86_64-onednn-avx2"),
            Map.of("nd4j.classifier", "linux-x86_64")),
        band);
  }

  private static FloatChunks chunks(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new FloatChunks(List.of(bytes.array()));
  }
}
