// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderInPlaceTest {
  private static final String RECORD = "a.json"; // By name it would come first.

  @TempDir java.nio.file.Path dir;

  @Test
  void anAttemptThatEndsOnTheWayDoesNotCountAndIsDoneAgain() throws Exception {
    FolderInPlace.replace(store(), RECORD, files("one", "b.txt", "old/c.txt"));
    assertThat(store().lengths()).containsOnlyKeys(RECORD, "b.txt", "old/c.txt");
    assertThat(FolderInPlace.isIncomplete(store())).isFalse();

    // A folder stands where the last file but the record should be written.
    Files.createDirectories(dir.resolve("report/z.txt"));
    assertThatThrownBy(() -> FolderInPlace.replace(store(), RECORD, files("two", "b.txt", "z.txt")))
        .isInstanceOf(FailedException.class);
    assertThat(FolderInPlace.isIncomplete(store())).isTrue();
    assertThat(store().exists(RECORD)).isFalse();
    assertThat(store().read("b.txt")).asString().isEqualTo("two");

    Files.delete(dir.resolve("report/z.txt"));
    FolderInPlace.replace(store(), RECORD, files("three", "z.txt"));
    assertThat(FolderInPlace.isIncomplete(store())).isFalse();
    assertThat(store().lengths()).containsOnlyKeys(RECORD, "z.txt");
    assertThat(store().read(RECORD)).asString().isEqualTo("three");
  }

  private static SortedMap<String, byte[]> files(String text, String... names) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    files.put(RECORD, content);
    for (String name : names) {
      files.put(name, content);
    }
    return files;
  }

  private FileStore store() {
    return FileStore.of(
        FaultyFileSystem.path(dir.resolve("report")),
        UploadingFileSystem.register(new Configuration()));
  }
}
