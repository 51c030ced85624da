// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.process;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this process, heap and native, as Linux counts it ({@code /proc/self/status}, see
 * proc(5)); 0 bytes on a system that does not tell.
 */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** What is resident now, in bytes. */
  public static long bytes() {
    return field("VmRSS:");
  }

  /** The most that was resident since the process began, in bytes. */
  public static long peakBytes() {
    return field("VmHWM:");
  }

  private static long field(String name) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new FailedException("cannot read %s: %s".formatted(STATUS, e.getMessage()), e);
    }
  }
}
