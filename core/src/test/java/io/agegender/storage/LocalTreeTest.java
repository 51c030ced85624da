// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTreeTest {
  @TempDir Path dir;

  @Test
  void theTreeAppearsWholeOrNotAtAll() throws IOException {
    Path out = dir.resolve("a@b");
    try (LocalTree tree = LocalTree.create(out)) {
      Files.writeString(tree.file("x/y.txt"), "1");
      assertThat(out).doesNotExist();
    }
    assertThat(dir).isEmptyDirectory();

    try (LocalTree tree = LocalTree.create(out)) {
      Files.writeString(tree.file("x/y.txt"), "2");
      tree.finish();
      assertThat(out.resolve("x/y.txt")).hasContent("2");
    }
    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(out));
    assertThat(out).isDirectoryNotContaining(path -> !path.endsWith("x"));
  }

  @Test
  void onlyOneWriterAtATime() {
    try (LocalTree first = LocalTree.create(dir.resolve("out"))) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> LocalTree.create(dir.resolve("out")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is being written by another process");
    }
    assertThat(dir).isEmptyDirectory();
  }

  /** A second writer that came in while the first one's files are removed would lose its own. */
  @Test
  void theNextWriterComesInWhenAllOfTheOneBeforeIsRemoved() throws Exception {
    LocalTree first = LocalTree.create(dir.resolve("out"));
    for (int i = 0; i < 2000; i++) {
      Files.createFile(first.file("folder/" + i));
    }
    CountDownLatch refused = new CountDownLatch(1);
    CompletableFuture<LocalTree> next =
        CompletableFuture.supplyAsync(
            () -> {
              while (true) {
                try {
                  return LocalTree.create(dir.resolve("out"));
                } catch (UsageException | FailedException e) {
                  assertThat(e).hasMessageContaining("out");
                  refused.countDown();
                }
              }
            });
    assertThat(refused.await(1, TimeUnit.MINUTES)).isTrue();
    first.close();
    try (LocalTree second = next.get(1, TimeUnit.MINUTES)) {
      Files.createFile(second.file("whole"));
      second.finish();
    }
    assertThat(dir.resolve("out/whole")).exists();
  }

  @Test
  void whatCannotBeAnOutputDirectoryIsNamed() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "mine");
    assertThatThrownBy(() -> LocalTree.create(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> LocalTree.create(file.resolve("below")))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> LocalTree.create(Path.of("/")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("name a directory below it");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aDirectoryThatWasFilledMeanwhileIsLeftAlone() throws IOException {
    Path out = dir.resolve("out");
    try (LocalTree tree = LocalTree.create(out)) {
      Files.createDirectory(out);
      Files.writeString(out.resolve("diary.txt"), "mine");
      assertThatThrownBy(tree::finish).isInstanceOf(FailedException.class);
    }
    assertThat(out.resolve("diary.txt")).hasContent("mine");
    assertThat(dir).isDirectoryNotContaining(path -> !path.equals(out));
  }
}
