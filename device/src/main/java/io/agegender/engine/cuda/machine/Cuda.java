// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda.machine;

import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;

import io.agegender.engine.provider.DeviceLostException;
import io.agegender.engine.provider.DeviceMemoryException;
import io.agegender.foundation.error.FailedException;
import java.util.Set;

/** Result codes of CUDA's libraries as failures. */
public final class Cuda {
  private static final int OUT_OF_MEMORY = 2;

  /** Allocations of cuDNN and cuBLAS that failed. */
  private static final Set<Integer> LIBRARY_MEMORY = Set.of(3, 4003, 4004);

  /** After these a process cannot use its GPU any more: its manual calls them sticky. */
  private static final Set<Integer> LOST =
      Set.of(46, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 999);

  /** A call of cuDNN or cuBLAS that could not be executed, as after one of the others. */
  private static final Set<Integer> LIBRARY_LOST = Set.of(13, 5000, 5001, 5002, 5003, 5004);

  private Cuda() {}

  /**
   * @throws FailedException if a call of the runtime or the driver failed
   */
  public static void runtime(int code, String what) {
    if (code != 0) {
      // It stays for whoever asks next, and cuDNN may: a full memory would fail what fits.
      cudaGetLastError();
      throw problem(code, cudaGetErrorString(code).getString(), what);
    }
  }

  /**
   * @throws FailedException if a call of another library failed
   */
  public static void library(int code, String library, String what) {
    if (code != 0) {
      throw problem(code, library, what, library.equals("CUDA"));
    }
  }

  /**
   * The failure of a call of the runtime.
   *
   * @param text CUDA's own name of the code
   * @param what was done
   */
  static FailedException problem(int code, String text, String what) {
    if (code == OUT_OF_MEMORY) {
      return new DeviceMemoryException(
          "%s: the GPU is out of memory: take a smaller batch, or end what else runs there"
              .formatted(what));
    }
    String said = "%s: CUDA's error %d, %s".formatted(what, code, text);
    return LOST.contains(code)
        ? lost(said)
        : new FailedException(said + ": see whether nvidia-smi still shows the GPU");
  }

  private static FailedException problem(int code, String library, String what, boolean driver) {
    if (driver) {
      return problem(code, "of the driver", what);
    }
    String said = "%s: %s's status %d".formatted(what, library, code);
    if (library.equals("NVRTC")) {
      return new FailedException(said + ": install the NVRTC of the GPU's CUDA again");
    }
    if (LIBRARY_MEMORY.contains(code)) {
      return new DeviceMemoryException(
          said + ", out of memory: take a smaller batch, or end what else runs on the GPU");
    }
    return LIBRARY_LOST.contains(code)
        ? lost(said)
        : new FailedException(said + ": its manual says what that means");
  }

  private static DeviceLostException lost(String said) {
    return new DeviceLostException(
        said
            + ": the GPU failed, or was lost. Another executor tries again, with the same bits;"
            + " look for Xid in the kernel's log (dmesg) and for the GPU in nvidia-smi");
  }
}
