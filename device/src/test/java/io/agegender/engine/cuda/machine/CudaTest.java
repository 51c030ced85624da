// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.DeviceMemoryException;
import io.agegender.foundation.error.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What result codes in the middle of a training mean. */
class CudaTest {
  @ParameterizedTest
  @ValueSource(ints = {46, 214, 700, 702, 719, 999})
  void aGpuThatIsGoneIsLost(int code) {
    assertThat(Cuda.problem(code, "text", "reading from the GPU"))
        .isInstanceOf(DeviceLostException.class)
        .hasMessageStartingWith(
            "reading from the GPU: CUDA's error %d, text: the GPU failed, or was lost. Another executor tries again, with the same bits"
                .formatted(code));
  }

  @Test
  void fullMemoryAndOtherCodesAreTold() {
    assertThat(Cuda.problem(2, "text", "taking 8 bytes"))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageStartingWith("taking 8 bytes: the GPU is out of memory: take a smaller batch");
    assertThat(Cuda.problem(1, "invalid argument", "writing to the GPU"))
        .isExactlyInstanceOf(FailedException.class)
        .hasMessage(
            "writing to the GPU: CUDA's error 1, invalid argument: see whether nvidia-smi still"
                + " shows the GPU");
  }

  @ParameterizedTest
  @CsvSource({
    "cuBLAS, 3, DeviceMemoryException",
    "cuDNN, 4004, DeviceMemoryException",
    "cuBLAS, 13, DeviceLostException",
    "cuDNN, 5003, DeviceLostException",
    "CUDA, 719, DeviceLostException",
    "CUDA, 2, DeviceMemoryException",
    "cuDNN, 3000, FailedException",
    "NVRTC, 3, FailedException"
  })
  void codesOfTheOtherLibrariesAreTold(String library, int code, String kind) {
    assertThatThrownBy(() -> Cuda.library(code, library, "a product"))
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(kind))
        .hasMessageStartingWith("a product: ");
    assertThatCode(() -> Cuda.library(0, library, "a product")).doesNotThrowAnyException();
  }
}
