// SPDX-License-Identifier: Apache-2.0
package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  @TempDir java.nio.file.Path dir;

  @Test
  void replacesWholeFilesAndLeavesNothingElseBehind() throws IOException {
    write(local(), "file", "one");
    write(local(), "file", "two");
    FileStore.write(local().path("other"), new Configuration(), out -> out.write('3'));
    assertThat(local().read("file")).asString().isEqualTo("two");
    assertThat(names()).containsExactlyInAnyOrder("file", "other");
  }

  @Test
  void aWriterThatFailsHalfWayChangesNothing() throws IOException {
    write(local(), "file", "one");
    assertThatThrownBy(
            () ->
                local()
                    .write(
                        "file",
                        s -> {
                          s.write(1);
                          throw new IOException("No space left on device");
                        }))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("unchanged");
    assertThat(local().read("file")).asString().isEqualTo("one");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aRenameThatIsRefusedIsAnErrorAndKeepsTheOldFile() throws IOException {
    write(local(), "file", "one");
    FileStore refusing = refusing();
    assertThatThrownBy(() -> write(refusing, "file", "two")).isInstanceOf(FailedException.class);
    assertThatThrownBy(() -> write(refusing, "file2", "two"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("refused to rename");
    assertThat(local().read("file")).asString().isEqualTo("one");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void permissionsAreThoseOfHadoopsMask() throws IOException {
    Configuration masked = new Configuration();
    masked.set("fs.permissions.umask-mode", "027");
    FileStore files = FileStore.of(new Path(dir.toUri()), masked);
    write(files, "file", "1");
    files.makeFolder("file.d");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("file"))))
        .isEqualTo("rw-r-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("file.d"))))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void aFolderIsReplacedWhenTheNewOneIsWhole() throws IOException {
    FileStore folder = local().folder("folder");
    folder.replace(files -> files.create("a", out -> out.write(1)));
    assertThatThrownBy(
            () ->
                folder.replace(
                    files -> {
                      files.create("b", out -> out.write(1));
                      throw new UsageException("half-way");
                    }))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(
            () -> refusing().folder("folder").replace(f -> f.create("b", out -> out.write(1))))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("refused to rename");
    assertThat(folder.lengths()).containsOnlyKeys("a");
    folder.replace(files -> files.create("c/d", out -> out.write(new byte[3])));
    assertThat(folder.lengths()).containsEntry("c/d", 3L).hasSize(1);
    assertThat(names()).containsExactly("folder");
  }

  @Test
  void listsByNameWithoutWhatAKilledWriterLeft() throws IOException {
    for (String name : new String[] {"b.txt", ".writing-c.txt-1.txt", "a.txt", "d.csv"}) {
      Files.createFile(dir.resolve(name));
    }
    assertThat(local().filesEndingWith(".txt"))
        .extracting(Path::getName)
        .containsExactly("a.txt", "b.txt");
    assertThat(local().folder("missing").list("")).isEmpty();
    local().deleteStaleTemporaryFiles();
    assertThat(names()).containsExactlyInAnyOrder("a.txt", "b.txt", "d.csv");
  }

  @Test
  void freeBytesAreThoseThatMayBeWritten() {
    assertThat(local().folder("not/there/yet").freeBytes())
        .isBetween(1L, dir.toFile().getTotalSpace())
        .isCloseTo(dir.toFile().getUsableSpace(), org.assertj.core.data.Offset.offset(100L << 20));
  }

  private static void write(FileStore files, String name, String content) {
    files.write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private FileStore local() {
    return FileStore.of(new Path(dir.toUri()), new Configuration());
  }

  private FileStore refusing() throws IOException {
    return new FileStore(new Refusing(LocalDisk.of(new Configuration())), new Path(dir.toUri()));
  }

  private List<String> names() {
    return List.of(dir.toFile().list());
  }

  /** A file system whose renames return false, or throw where they may not return anything. */
  private static final class Refusing extends FilterFileSystem {
    Refusing(FileSystem files) {
      super(files);
    }

    @Override
    public boolean rename(Path from, Path to) {
      return false;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
      throw new IOException("rename refused");
    }
  }
}
