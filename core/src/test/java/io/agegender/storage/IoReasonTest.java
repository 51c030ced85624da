// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class IoReasonTest {
  @Test
  void aReasonIsSaidWhereTheMessageIsAFilesName() {
    assertThat(IoReason.of(new AccessDeniedException("/a/_lease"))).isEqualTo("permission denied");
    assertThat(IoReason.of(new NoSuchFileException("/a"))).startsWith("no such file");
    assertThat(IoReason.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(IoReason.of(new IOException("the pipe broke"))).isEqualTo("the pipe broke");
  }

  /** Nobody may write there, not even root. */
  @Test
  void aFolderThatCannotBeWrittenIsRefusedWithTheReason() {
    FileStore store = FileStore.of(new Path("file:/proc/agegender/runs"), new Configuration());
    assertThatThrownBy(() -> store.makeFolder(""))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("cannot make file:/proc/agegender/runs: ")
        .hasMessageMatching(".*: (permission denied|the file system refuses)");
    assertThatThrownBy(() -> store.replace(folder -> {}))
        .isInstanceOf(FailedException.class)
        .hasMessageMatching(".*runs: (permission denied|the file system refuses)");
    assertThatThrownBy(() -> Lease.take(store, Duration.ofSeconds(1)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("/proc/agegender/runs: ")
        .hasMessageNotContaining("_lease: ");
  }
}
