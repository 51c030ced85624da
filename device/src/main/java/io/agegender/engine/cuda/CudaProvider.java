// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import io.agegender.engine.provider.DeviceProvider;
import io.agegender.engine.provider.DeviceRequest;
import io.agegender.engine.provider.EngineDevice;
import io.agegender.foundation.error.UsageException;
import java.nio.file.Path;
import java.util.List;

/** NVIDIA's GPUs. */
public final class CudaProvider implements DeviceProvider {
  private static boolean loaded;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public EngineDevice open(DeviceRequest request) {
    try {
      List<Path> unused = load(request.libraries().stream().map(Path::of).toList());
      return CudaDevice.of(request.number(), request.math());
    } catch (LinkageError e) {
      throw new UsageException(
          "CUDA's libraries do not fit this program or each other: %s: install CUDA 13 and cuDNN 9 of one source, or name their folders in gpu.libraries"
              .formatted(e),
          e);
    }
  }

  /** Loads the libraries, once in this JVM. */
  private static synchronized List<Path> load(List<Path> folders) {
    if (loaded) {
      return List.of();
    }
    List<Path> files = CudaLibraries.load(folders);
    loaded = true;
    return files;
  }
}
