package io.agegender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agegender.foundation.error.FailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir java.nio.file.Path dir;

  @Test
  void replacesWholeFilesAndLeavesNothingElseBehind() throws IOException {
    FileSystem files = local();
    AtomicFiles.write(files, target(), s -> s.write("one".getBytes(StandardCharsets.UTF_8)));
    AtomicFiles.write(files, target(), s -> s.write("two".getBytes(StandardCharsets.UTF_8)));
    assertThat(Files.readString(dir.resolve("file"))).isEqualTo("two");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aWriterThatFailsHalfWayChangesNothing() throws IOException {
    FileSystem files = local();
    AtomicFiles.write(files, target(), s -> s.write("one".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    files,
                    target(),
                    s -> {
                      s.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("unchanged");
    assertThat(Files.readString(dir.resolve("file"))).isEqualTo("one");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aRenameThatIsRefusedIsAnErrorAndKeepsTheOldFile() throws IOException {
    AtomicFiles.write(local(), target(), s -> s.write("one".getBytes(StandardCharsets.UTF_8)));
    FileSystem refusing = new Refusing(local());
    assertThatThrownBy(() -> AtomicFiles.write(refusing, target(), s -> s.write(2)))
        .isInstanceOf(FailedException.class);
    assertThatThrownBy(() -> AtomicFiles.write(refusing, new Path(target() + "2"), s -> s.write(2)))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("refused to rename");
    assertThat(Files.readString(dir.resolve("file"))).isEqualTo("one");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void permissionsAreThoseOfHadoopsMask() throws IOException {
    Configuration masked = new Configuration();
    masked.set("fs.permissions.umask-mode", "027");
    FileSystem files = FileSystems.of(target(), masked);
    AtomicFiles.write(files, target(), s -> s.write(1));
    files.mkdirs(new Path(target() + ".d"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("file"))))
        .isEqualTo("rw-r-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("file.d"))))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void publishNeverReplaces() throws IOException {
    Files.createDirectory(dir.resolve("file"));
    Path temporary = AtomicFiles.temporary(target());
    local().mkdirs(temporary);
    assertThat(AtomicFiles.isTemporary(temporary)).isTrue();
    assertThatThrownBy(() -> AtomicFiles.publish(local(), temporary, target()))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("exists already");
    assertThat(names()).containsExactly("file");
  }

  private FileSystem local() {
    return FileSystems.of(target(), new Configuration());
  }

  private Path target() {
    return new Path(dir.resolve("file").toUri());
  }

  private Stream<String> names() throws IOException {
    return Files.list(dir).map(p -> p.getFileName().toString());
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
