// SPDX-License-Identifier: Apache-2.0
package io.agegender.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.image.MeanImage;
import io.agegender.image.Pixels;
import io.agegender.network.Networks;
import io.agegender.network.solver.SolverSettings;
import io.agegender.run.RunName;
import io.agegender.run.RunSettings;
import io.agegender.training.FloatChunks;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crops per second of 10-crop scoring (read a record, cut, subtract the mean, run, average) and of
 * the bare network on the same batch, in turns. It is not part of the tests, as a busy machine
 * would fail it:
 *
 * <pre>mvn test -pl core -Dtest=ScoreBenchmark</pre>
 *
 * with {@code -Dscore.run=age_finetuning_vgg16_mixed} for another configuration, {@code
 * -Dscore.batch=10} crops at a time and {@code -Dscore.faces=12} in a turn.
 */
class ScoreBenchmark {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreBenchmark.class);
  private static final int TURNS = 5;

  @Test
  void isNearlyAsFastAsTheBareNetwork() {
    RunName run = RunName.parse(System.getProperty("score.run", "age_net_definitions"));
    int batch = Integer.getInteger("score.batch", 10);
    int faces = Integer.getInteger("score.faces", 200);
    SolverSettings solver = new SolverSettings(0.001, 0.1, 10_000, 0.9, 0.0005);
    RunSettings settings =
        RunSettings.builder(run)
            .schedule("published")
            .solver(solver)
            .batch(50)
            .iterations(1)
            .build();
    NetworkForward network =
        new NetworkForward(
            settings,
            FloatChunks.of(
                Networks.create(run.architecture(), run.target().classes(), solver, 1).params()));
    int size = run.architecture().inputSize();
    byte[][] records = new byte[16][Pixels.RECORD];
    Random random = new Random(1);
    Arrays.stream(records).forEach(random::nextBytes);
    Scorer scorer =
        new Scorer(
            run.target().classes(),
            size,
            new MeanImage(new float[Pixels.RECORD]),
            new ScoreSettings(Set.of(CropMode.OVERSAMPLE), batch),
            network);
    float[] crops = new float[batch * 3 * size * size];
    for (int i = 0; i < crops.length; i++) {
      crops[i] = random.nextFloat() * 255 - 128;
    }
    int passes = (10 * faces + batch - 1) / batch;
    double[] shares = new double[TURNS];
    for (int turn = -1; turn < TURNS; turn++) {
      long start = System.nanoTime();
      for (int pass = 0; pass < passes; pass++) {
        network.probabilities(crops, batch);
      }
      double bare = (double) passes * batch / (System.nanoTime() - start) * 1e9;
      start = System.nanoTime();
      scorer.score(
          faces,
          (position, into) ->
              System.arraycopy(records[position % records.length], 0, into, 0, into.length));
      double scored = 10.0 * faces / (System.nanoTime() - start) * 1e9;
      if (turn >= 0) {
        shares[turn] = scored / bare;
        LOG.info(
            String.format(
                Locale.ROOT,
                "%s, batch %d: bare %.1f crops/s, scored %.1f crops/s, share %.3f",
                run,
                batch,
                bare,
                scored,
                shares[turn]));
      }
    }
    Arrays.sort(shares);
    LOG.info(String.format(Locale.ROOT, "median share %.3f", shares[TURNS / 2]));
    assertThat(shares[TURNS / 2]).isGreaterThanOrEqualTo(0.9);
  }
}
