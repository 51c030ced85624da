package io.agegender.jobs.nightly;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, as Linux counts it. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private Resident() {}

  /** The most that was resident since the process began, heap and native memory, in bytes. */
  static long peakBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow(() -> new IOException("no line " + PEAK));
    } catch (IOException e) {
      throw new FailedException("cannot read %s: %s".formatted(STATUS, e.getMessage()), e);
    }
  }
}
