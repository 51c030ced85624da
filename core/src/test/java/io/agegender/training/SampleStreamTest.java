// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.dataset.format.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SampleStreamTest {
  @Property(tries = 50)
  void eachEpochHoldsEverySampleOnceAndOrdersDiffer(
      @ForAll long seed, @ForAll @IntRange(min = 30, max = 200) int size) {
    List<Integer> first = faces(stream(size, seed, Shuffle.EACH_EPOCH), 0, size);
    List<Integer> second = faces(stream(size, seed, Shuffle.EACH_EPOCH), size, size);
    assertThat(first)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
    assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    SampleStream once = stream(size, seed, Shuffle.ONCE);
    assertThat(faces(once, size, size)).isEqualTo(faces(once, 0, size)).isEqualTo(first);
  }

  @Property(tries = 50)
  void workersReadTheStreamWithoutGapOrRepetition(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int workers,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll @IntRange(min = 1, max = 6) int minibatch,
      @ForAll @IntRange(min = 1, max = 11) int iterations) {
    SampleStream stream = stream(37, seed, Shuffle.EACH_EPOCH);
    Rounds rounds = new Rounds(iterations, workers, steps, minibatch);
    List<AugmentedSample> read = new ArrayList<>();
    for (int first = 0; first < iterations; first = rounds.end(first)) {
      List<List<Minibatch>> byWorker = rounds.cut(stream, seed, first);
      assertThat(byWorker).hasSize(workers);
      for (int step = 0; step < rounds.end(first) - first; step++) {
        for (List<Minibatch> own : byWorker) {
          assertThat(own.get(step).iteration()).isEqualTo(first + step);
          read.addAll(own.get(step).samples());
        }
      }
    }
    assertThat(read)
        .isEqualTo(
            LongStream.range(0, rounds.samplesBefore(iterations)).mapToObj(stream::at).toList());
  }

  @Property(tries = 20)
  void cropsAndMirrorsCoverTheirRanges(@ForAll long seed) {
    SampleStream stream = stream(50, seed, Shuffle.EACH_EPOCH);
    List<AugmentedSample> samples = LongStream.range(0, 3000).mapToObj(stream::at).toList();
    assertThat(samples.stream().map(d -> d.crop(227).top()).distinct()).hasSize(30);
    assertThat(samples.stream().map(d -> d.crop(227).left()).distinct()).hasSize(30);
    assertThat(samples)
        .allSatisfy(
            d -> {
              assertThat(d.crop(227).top()).isBetween(0, 29);
              assertThat(d.crop(227).left()).isBetween(0, 29);
            });
    assertThat(samples.stream().filter(d -> d.crop(227).mirrored()).count())
        .isBetween(1300L, 1700L);
  }

  private static SampleStream stream(int size, long seed, Shuffle shuffle) {
    return new SampleStream(
        IntStream.range(0, size).mapToObj(i -> new Sample(i, i % 2)).toList(), seed, shuffle);
  }

  private static List<Integer> faces(SampleStream stream, int first, int count) {
    return LongStream.range(first, first + count).mapToObj(p -> stream.at(p).face()).toList();
  }
}
