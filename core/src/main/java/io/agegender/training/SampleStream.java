// SPDX-License-Identifier: Apache-2.0
package io.agegender.training;

import io.agegender.dataset.format.Sample;
import java.util.List;
import java.util.Random;

/**
 * The endless sequence of training samples of one run: the split in a random order, then again in
 * another. Batches are cut from it without regard to the end of an epoch, as Caffe's data layer
 * does, so every batch is full and no sample is dropped. Not thread-safe.
 */
public final class SampleStream {
  private final List<Sample> samples;
  private final long seed;
  private final Shuffle shuffle;
  private final boolean mirror;
  private long orderEpoch = -1;
  private int[] order = new int[0];

  /**
   * @param samples the training split, at least one sample
   * @param seed the run's seed
   */
  public SampleStream(List<Sample> samples, long seed, Shuffle shuffle) {
    this(samples, seed, shuffle, true);
  }

  /**
   * @param mirror whether half of the crops are mirrored; the crops are the same either way
   */
  public SampleStream(List<Sample> samples, long seed, Shuffle shuffle, boolean mirror) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a training split without samples");
    }
    this.samples = List.copyOf(samples);
    this.seed = seed;
    this.shuffle = shuffle;
    this.mirror = mirror;
  }

  /** The epoch, from 0, that the sample at a position of the stream belongs to. */
  public long epochOf(long position) {
    return position / samples.size();
  }

  /**
   * @param position where in the stream, from 0
   */
  public AugmentedSample at(long position) {
    long epoch = epochOf(position);
    int place = Math.toIntExact(position % samples.size());
    Sample sample = samples.get(order(shuffle == Shuffle.ONCE ? 0 : epoch)[place]);
    long augmentation = Seeds.derive(seed, Seeds.Use.AUGMENTATION, epoch, place);
    AugmentedSample drawn = new AugmentedSample(sample.face(), sample.label(), augmentation);
    return mirror ? drawn : drawn.unmirrored();
  }

  private int[] order(long epoch) {
    if (epoch != orderEpoch) {
      order = permutation(samples.size(), Seeds.derive(seed, Seeds.Use.ORDER, epoch));
      orderEpoch = epoch;
    }
    return order;
  }

  /** Fisher and Yates, with the generator that the Java platform specifies to the bit. */
  private static int[] permutation(int size, long seed) {
    int[] order = new int[size];
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
