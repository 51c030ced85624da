// SPDX-License-Identifier: Apache-2.0
package io.agegender.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanSumTest {
  private final long[] expected = new long[Pixels.RECORD];
  private final Random random = new Random(3);

  @Test
  void isTheExactMeanOfManyRecords() {
    MeanSum sum = new MeanSum();
    long count = 0;
    for (int i = 0; i < 700; i++) {
      int times = i % 50 == 7 ? i % 3 - 1 : 1;
      sum.add(record(times), times);
      count += times;
    }
    assertIsMean(sum, count);
  }

  @Test
  void whitePicturesDoNotOverflow() {
    MeanSum sum = new MeanSum();
    byte[] white = new byte[Pixels.RECORD];
    java.util.Arrays.fill(white, (byte) 0xFF);
    for (int i = 0; i < 700; i++) {
      sum.add(white, i % 2 == 0 || i > 600 ? 1 : -1);
    }
    assertThat(sum.mean().values()).containsOnly(255f);
  }

  @Test
  void sumsThatTravelledAddUp() throws Exception {
    MeanSum first = new MeanSum();
    first.add(record(1), 1);
    MeanSum second = new MeanSum();
    second.add(record(1), 1);
    second.add(record(1), 1);
    MeanSum total = travelled(first).add(travelled(second));
    total.add(record(1), 1);
    assertIsMean(total, 4);
  }

  private byte[] record(int times) {
    byte[] record = new byte[Pixels.RECORD];
    random.nextBytes(record);
    for (int i = 0; i < record.length; i++) {
      expected[i] += (long) times * (record[i] & 0xFF);
    }
    return record;
  }

  private void assertIsMean(MeanSum sum, long count) {
    assertThat(sum.count()).isEqualTo(count);
    float[] mean = sum.mean().values();
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i]).isEqualTo((float) ((double) expected[i] / count));
    }
  }

  private static MeanSum travelled(MeanSum sum) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sum);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (MeanSum) in.readObject();
    }
  }
}
