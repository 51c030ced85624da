// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.engine.provider.DeviceMemoryException;
import io.agegender.foundation.error.FailedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice of a convolution's algorithm, over a cuDNN that gives the statuses. */
class AlgorithmTest {
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void takesTheFirstThatFits() {
    assertThat(first(3002, 0, 0)).isEqualTo(new Algorithm(8, 800));
    assertThat(asked).containsExactly(7, 8);
  }

  @Test
  void whereNoneFitsItSaysWhichPass() {
    assertThatThrownBy(() -> first(3000, 3002, 3014))
        .isExactlyInstanceOf(FailedException.class)
        .hasMessageStartingWith("choosing an algorithm of a pass: cuDNN's status 3014");
    assertThat(asked).containsExactly(7, 8, 9);
  }

  @Test
  void anotherProblemIsNoReasonToTryTheNext() {
    assertThatThrownBy(() -> first(4004, 0, 0)).isInstanceOf(DeviceMemoryException.class);
    assertThat(asked).containsExactly(7);
  }

  /** PyTorch's engineers met sizes above 2^63. */
  @Test
  void scratchThatNoGpuHasIsNoAnswer() {
    assertThat(
            Algorithm.first(
                "a pass",
                List.of(7, 8),
                (algorithm, bytes) -> {
                  bytes[0] = algorithm == 7 ? -5 : 800;
                  return 0;
                }))
        .isEqualTo(new Algorithm(8, 800));
    assertThatThrownBy(
            () ->
                Algorithm.first(
                    "a pass",
                    List.of(7),
                    (algorithm, bytes) -> {
                      bytes[0] = Long.MAX_VALUE;
                      return 0;
                    }))
        .isInstanceOf(FailedException.class)
        .hasMessageStartingWith("no algorithm of a pass needs less than 1024 GiB of scratch");
  }

  private Algorithm first(int... statuses) {
    return Algorithm.first(
        "a pass",
        List.of(7, 8, 9),
        (algorithm, bytes) -> {
          asked.add(algorithm);
          bytes[0] = 100L * algorithm;
          return statuses[algorithm - 7];
        });
  }
}
