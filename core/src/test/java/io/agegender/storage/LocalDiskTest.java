// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
  @TempDir Path dir;

  /** A JVM whose files may have 100 KiB, so that the kernel refuses what goes beyond. */
  @Test
  void aDiskThatTakesNoMoreIsAFailureWithItsReasonAndLeavesNothing() throws Exception {
    Path log = dir.resolve("log");
    Path out = Files.createDirectory(dir.resolve("out"));
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 100; exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as("%s", Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("cannot write").contains("File too large");
    assertThat(out).isEmptyDirectory();
  }

  /** Writes more than it may. */
  static final class Writer {
    private Writer() {}

    @SuppressWarnings("SystemOut") // Read by the test.
    public static void main(String[] args) throws IOException {
      FileStore store =
          FileStore.of(
              new org.apache.hadoop.fs.Path(Path.of(args[0]).toUri()), new Configuration());
      try {
        FileStore.Written unused = store.write("large", out -> out.write(new byte[200_000]));
      } catch (FailedException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
