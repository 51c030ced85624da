// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final Logger LOG = Logger.getLogger(KernelCache.class.getName());

  @TempDir private Path folder;

  private final List<Integer> compiled = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          said.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void forget() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  private KernelCache cache(Path where, String compiler) {
    return new KernelCache(
        where,
        compiler,
        capability -> {
          compiled.add(capability);
          return new byte[] {1, 2, (byte) capability};
        });
  }

  @Test
  void compilesOncePerGpuAndCompiler() {
    assertThat(cache(folder, "13.1").binary(90)).containsExactly(1, 2, 90);
    assertThat(cache(folder, "13.1").binary(90)).containsExactly(1, 2, 90);
    assertThat(cache(folder, "13.1").binary(80)).containsExactly(1, 2, 80);
    assertThat(cache(folder, "13.2").binary(90)).containsExactly(1, 2, 90);
    assertThat(compiled).containsExactly(90, 80, 90);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(said).isEmpty();
  }

  @Test
  void aDamagedFileIsSaidAndMadeAgain() throws IOException {
    cache(folder, "13.1").binary(90);
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThat(cache(folder, "13.1").binary(90)).containsExactly(1, 2, 90);
    Files.write(file, new byte[] {7});
    assertThat(cache(folder, "13.1").binary(90)).containsExactly(1, 2, 90);
    assertThat(compiled).hasSize(3);
    assertThat(said)
        .containsExactly(
            file + " is damaged: the kernels are compiled again",
            file + " is damaged: the kernels are compiled again");
    assertThat(cache(folder, "13.1").binary(90)).containsExactly(1, 2, 90);
    assertThat(compiled).hasSize(3);
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(cache(file.resolve("cache"), "13.1").binary(90)).containsExactly(1, 2, 90);
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(file.resolve("cache").toString())
        .contains("cannot be written: each process compiles the kernels for itself")
        .endsWith("Make the folder writable, or set XDG_CACHE_HOME");
  }

  @Test
  void aCompilerThatFailsLeavesNothing() {
    KernelCache broken =
        new KernelCache(
            folder,
            "13.1",
            capability -> {
              throw new FailedException("NVRTC cannot compile the kernels");
            });
    assertThatThrownBy(() -> broken.binary(90)).hasMessage("NVRTC cannot compile the kernels");
    assertThat(folder).isEmptyDirectory();
  }
}
