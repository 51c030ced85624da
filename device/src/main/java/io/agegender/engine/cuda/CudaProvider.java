// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.cuda.machine.CudaLibraries;
import io.agegender.engine.cuda.machine.CudaVersion;
import io.agegender.engine.provider.DeviceProvider;
import io.agegender.engine.provider.DeviceRequest;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Path;
import java.util.List;

/** NVIDIA's GPUs. */
public final class CudaProvider implements DeviceProvider {
  private static List<Path> loaded = List.of();

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public EngineDevice open(DeviceRequest request) {
    try {
      List<Path> files = load(request.libraries().stream().map(Path::of).toList());
      return CudaDevice.of(request.number(), request.math(), files);
    } catch (LinkageError e) {
      throw new UsageException(
          "CUDA's libraries do not fit this program or each other: %s: install CUDA %d and cuDNN 9 of one source, or name their folders (gpu.libraries, --libraries)"
              .formatted(e, CudaVersion.BUILT.major()),
          e);
    }
  }

  /** Loads the libraries, once in this JVM; which files these were. */
  private static synchronized List<Path> load(List<Path> folders) {
    if (loaded.isEmpty()) {
      loaded = CudaLibraries.load(folders);
    }
    return loaded;
  }
}
