// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragedChunkTest {
  @Test
  void oneWorkerGivesItsOwnBitsBack() {
    byte[] values = floats(1e-42f, -0.1f, Float.MAX_VALUE, 1 / 3f);
    assertThat(AveragedChunk.average(List.of(piece(0, 7, values))).values()).isEqualTo(values);
  }

  @Test
  void theMeanIsWeightedByExamplesAndTheOrderOfArrivalDoesNotMatter() {
    StateChunk first = piece(0, 10, floats(1, 1e8f));
    StateChunk second = piece(1, 20, floats(4, 1));
    StateChunk third = piece(2, 10, floats(-3, -1e8f));
    AveragedChunk mean = AveragedChunk.average(List.of(first, second, third));
    assertThat(mean.values()).isEqualTo(floats(1.5f, 0.5f));
    assertThat(AveragedChunk.average(List.of(third, first, second)).values())
        .isEqualTo(mean.values());
    assertThat(mean.reports()).extracting(WorkerReport::worker).containsExactly(0, 1, 2);
  }

  private static StateChunk piece(int worker, int examples, byte[] values) {
    return new StateChunk(
        new WorkerReport(worker, examples, new double[] {1}, new double[] {1}, "here"), values);
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }
}
