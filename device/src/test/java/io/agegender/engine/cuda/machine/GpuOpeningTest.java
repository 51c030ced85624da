// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a GPU that cannot be had, over a driver that gives the codes. */
class GpuOpeningTest {
  private static final GpuFacts H100 =
      new GpuFacts("NVIDIA H100 80GB HBM3", 90, 79L << 30, 13010, 13010, 91900, 130200);

  /** Two GPUs; each call gives its code. */
  private record Codes(int counting, int taking, int asking, GpuFacts gpu) implements Driver {
    @Override
    public int count(int[] count) {
      count[0] = counting == 0 ? 2 : 0;
      return counting;
    }

    @Override
    public int take(int number) {
      return taking;
    }

    @Override
    public int facts(int number, GpuFacts[] into) {
      into[0] = gpu;
      return asking;
    }

    @Override
    public String text(int code) {
      return "text " + code;
    }
  }

  @Test
  void aGoodOneIsDescribed() {
    GpuFacts found = GpuOpening.open(CudaVersion.of(13), new Codes(0, 0, 0, H100), 1);
    assertThat(found.identity())
        .isEqualTo(
            "NVIDIA H100 80GB HBM3, capability 9.0, CUDA 13010, driver for CUDA 13010, cuDNN 91900,"
                + " cuBLAS 130200");
    assertThat(found).hasToString(found.identity() + ", 80896 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "35  | 0   | 0 | looking for GPUs: CUDA's error 35, text 35: the driver is older than this"
            + " CUDA needs: install NVIDIA's driver 580 or newer",
        "803 | 0   | 0 | looking for GPUs: CUDA's error 803, text 803: the driver is older",
        "100 | 0   | 0 | looking for GPUs: CUDA's error 100, text 100: there is no GPU that this"
            + " process may see: see nvidia-smi and CUDA_VISIBLE_DEVICES",
        "3   | 0   | 0 | looking for GPUs: CUDA's error 3, text 3: the driver does not start",
        "304 | 0   | 0 | looking for GPUs: CUDA's error 304, text 304: this user may not open it",
        "0   | 46  | 0 | taking GPU 1: CUDA's error 46, text 46: another process uses the GPU alone"
            + " (exclusive mode): end it, or allow several with nvidia-smi -c DEFAULT",
        "0   | 2   | 0 | taking GPU 1: CUDA's error 2, text 2: its memory is full: end what else"
            + " runs there",
        "0   | 0   | 7 | asking GPU 1: CUDA's error 7, text 7: see whether nvidia-smi shows the"
            + " GPU",
      })
  void oneThatCannotBeHadIsOneMessage(int counting, int taking, int asking, String message) {
    assertThatThrownBy(
            () -> GpuOpening.open(CudaVersion.of(13), new Codes(counting, taking, asking, H100), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aNumberThatIsNotThereAndAnOldOneAreRefused() {
    assertThatThrownBy(() -> GpuOpening.open(CudaVersion.of(13), new Codes(0, 0, 0, H100), 2))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("no GPU 2: CUDA finds 2, from 0: see nvidia-smi");
    GpuFacts v100 = new GpuFacts("Tesla V100", 70, 16L << 30, 13010, 13010, 91900, 130200);
    assertThatThrownBy(() -> GpuOpening.open(CudaVersion.of(13), new Codes(0, 0, 0, v100), 0))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "GPU 0, Tesla V100, has compute capability 7.0; this build serves 7.5 and newer: use"
                + " another GPU, or build with -Dcuda.preset=12.6-9.5-1.5.11 for CUDA 12, or with"
                + " -Pcuda");
  }

  @Test
  void aBuildForCuda12TakesWhatItServesAndNamesNoOlderOne() {
    GpuFacts v100 = new GpuFacts("Tesla V100", 70, 16L << 30, 12060, 12060, 90500, 120600);
    CudaVersion cuda12 = CudaVersion.of(12);
    assertThat(GpuOpening.open(cuda12, new Codes(0, 0, 0, v100), 0)).isEqualTo(v100);
    GpuFacts p100 = new GpuFacts("Tesla P100", 60, 16L << 30, 12060, 12060, 90500, 120600);
    assertThatThrownBy(() -> GpuOpening.open(cuda12, new Codes(0, 0, 0, p100), 0))
        .hasMessageContaining("serves 7.0 and newer: use another GPU, or with -Pcuda");
    assertThatThrownBy(() -> GpuOpening.open(cuda12, new Codes(35, 0, 0, p100), 0))
        .hasMessageEndingWith("install NVIDIA's driver 525 or newer");
  }
}
