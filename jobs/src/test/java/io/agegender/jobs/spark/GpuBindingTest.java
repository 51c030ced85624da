// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuBindingTest {
  private final List<Integer> used = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "5.2", "5.3", "6.1", "7.0", "7.5", "8.0", "8.6", "8.9"})
  void hasCodeFor(String capability) {
    assertThat(ComputeCapability.parse(capability).isServed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.0", "3.5", "9.0", "10.0", "12.0"})
  void hasNoCodeFor(String capability) {
    assertThat(ComputeCapability.parse(capability).isServed()).isFalse();
  }

  @Test
  void theGpuThatSparkAssignedIsTheOneThatIsUsedOnce() {
    GpuBinding binding = binding(Device.GPU, 2, "8.6", obedient());
    assertThat(binding.bind()).isEqualTo("2 (compute capability 8.6)");
    assertThat(binding.bind()).isEqualTo("2 (compute capability 8.6)");
    assertThat(used).containsExactly(2);
  }

  @Test
  void anotherDeviceThanTheAssignedOneIsAnError() {
    Nd4jDevice stubborn =
        new Nd4jDevice() {
          @Override
          public void use(int device) {}

          @Override
          public int current() {
            return 0;
          }
        };
    assertThatThrownBy(binding(Device.GPU, 2, "8.6", stubborn)::bind)
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("Spark assigned GPU 2, but ND4J computes on 0");
  }

  @Test
  void aGpuWithoutCodeAndABuildForCpusAreRefusedBeforeAnythingIsUsed() {
    assertThatThrownBy(binding(Device.GPU, 0, "9.0", obedient())::bind)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("GPU 0 has compute capability 9.0")
        .hasMessageContaining("3.7 and 5.0 to 8.9 only");
    assertThatThrownBy(binding(Device.CPU, 0, "8.6", obedient())::bind)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("computes on CPUs: build with mvn -Pcuda package");
    assertThat(used).isEmpty();
  }

  private GpuBinding binding(Device built, int address, String capability, Nd4jDevice nd4j) {
    return new GpuBinding(
        built, () -> new AssignedGpu(address, ComputeCapability.parse(capability)), nd4j);
  }

  private Nd4jDevice obedient() {
    return new Nd4jDevice() {
      @Override
      public void use(int device) {
        used.add(device);
      }

      @Override
      public int current() {
        return used.get(used.size() - 1);
      }
    };
  }
}
